import swagger from '@fastify/swagger'
import reference from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** `/openapi.json`, made from the operations' own schemas, and `/reference`, the same to read. */
export const openapi = fp<{ service: string }>(
  async (app: FastifyInstance, options) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: `Parley: ${options.service}`,
          version: '1',
          description:
            'Calls carry the service credential; those made for a person name them in X-Parley-Actor.',
        },
        components: { securitySchemes: { service: { type: 'http', scheme: 'bearer' } } },
      },
    })
    app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
    await app.register(reference, { routePrefix: '/reference', configuration: { url: '/openapi.json' } })
  },
  { name: 'parley-openapi' },
)
