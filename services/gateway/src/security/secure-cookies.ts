import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/**
 * Every cookie is Secure where people come by https. A proxy that is not trusted makes each request look like plain
 * http: the origin knows better. To be registered after all that sets cookies, since hooks run in that order.
 */
export const secureCookies = fp<{ origin: string | undefined }>(
  async (app: FastifyInstance, { origin }) => {
    if (!origin?.startsWith('https:')) return
    app.addHook('onSend', async (_request, reply) => {
      const cookies = reply.getHeader('set-cookie')
      if (cookies === undefined) return
      reply.removeHeader('set-cookie')
      for (const cookie of [cookies].flat()) reply.header('set-cookie', secured(String(cookie)))
    })
  },
  { name: 'parley-secure-cookies', dependencies: ['parley-sessions', 'parley-csrf'] },
)

function secured(cookie: string): string {
  return /;\s*secure\s*(;|$)/i.test(cookie) ? cookie : `${cookie}; Secure`
}
