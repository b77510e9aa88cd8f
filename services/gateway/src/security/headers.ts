import type { IncomingMessage } from 'node:http'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Headers that bound what a page may do. */
export const headers = fp<{ origin: string | undefined }>(
  async (app: FastifyInstance, { origin }) => {
    const isHttps = origin?.startsWith('https:') ?? false

    await app.register(helmet, {
      contentSecurityPolicy: {
        // The defaults would have browsers ask for https on a plain network.
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          connectSrc: ["'self'", (request) => socketSources(request, origin)],
          imgSrc: ["'self'", 'data:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: isHttps ? { maxAge: 180 * 24 * 3_600, includeSubDomains: false } : false,
      // Browsers ignore it without https, and complain.
      crossOriginOpenerPolicy: isHttps,
      originAgentCluster: isHttps,
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    })
  },
  { name: 'parley-headers' },
)

/** Not every browser takes 'self' for sockets too. */
function socketSources(request: IncomingMessage, origin: string | undefined): string {
  if (origin !== undefined) return new URL(origin).origin.replace(/^http/, 'ws')
  const host = request.headers.host ?? ''
  // The header is the client's own words: only what is a host and nothing else goes back.
  return /^[a-z0-9.:[\]-]{1,255}$/i.test(host) ? `ws://${host} wss://${host}` : "'self'"
}
