import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/**
 * While the app closes, each answer ends its connection. Idle connections are closed by then; one that was in use
 * would be kept alive by its client and hold up the process.
 */
export const lastAnswers = fp(
  async (app: FastifyInstance) => {
    let isClosing = false
    app.addHook('preClose', async () => {
      isClosing = true
    })
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (isClosing) reply.header('connection', 'close')
      done(null, payload)
    })
  },
  { name: 'parley-last-answers' },
)
