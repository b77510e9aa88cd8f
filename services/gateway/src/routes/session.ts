import type { FastifyInstance } from 'fastify'

/** `GET /session`: 204 while the session lives, so that a page whose socket was refused knows why. */
export function session(app: FastifyInstance): void {
  const options = { config: { answers: 'json' }, preValidation: app.requireViewer } as const
  app.get('/session', options, async (_request, reply) => reply.code(204).send())
}
