import { createHash } from 'node:crypto'
import reference from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { document } from './document.ts'

/** `/openapi.json`, and `/reference`, the same to read. */
export async function openapi(app: FastifyInstance): Promise<void> {
  app.get('/openapi.json', async () => document)
  await app.register(async (page) => {
    page.addHook('onSend', async (_request, reply, payload) => {
      if (typeof payload === 'string') reply.header('content-security-policy', policyOf(payload))
      return payload
    })
    await page.register(reference, {
      routePrefix: '/reference',
      configuration: { content: JSON.stringify(document), withDefaultFonts: false, telemetry: false },
    })
  })
}

/** The page's own script is known by its hash; styles it sets from scripts. Nothing of people is on it. */
function policyOf(html: string): string {
  const scripts = [...html.matchAll(/<script[^>]*>([^<]+)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${sha256(script)}'`,
  )
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join(';')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
