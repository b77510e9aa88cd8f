import '../fastify.ts'
import type { socket } from '@parley/contracts'
import { reportError, toParleyError } from '@parley/service'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Viewer } from '../sessions/viewer.ts'

/** A message of a conversation, and the conversations to which it is to be written, each with this client id. */
export interface OutgoingForward {
  conversation: string
  n: number
  clientId: string
  to: readonly string[]
}

/**
 * Writes a message to other conversations as the viewer; each counts as a message where there is a limit. Resolves with what
 * became of each, once what could be written is durable.
 * @throws ParleyError where none was written: NOT_FOUND, CONFLICT where the message is deleted, RATE_LIMITED, UNAVAILABLE
 */
export type ForwardMessage = (
  viewer: Viewer,
  forward: OutgoingForward,
  requestId: string,
) => Promise<socket.Answers['forward']>

/** `app.forward` */
export const forwarding = fp(
  async (app: FastifyInstance) => {
    app.decorate('forward', async (viewer, { conversation, n, clientId, to }, requestId) => {
      const forward = { conversation, n }
      const targets = [...new Set(to)]
      const outcomes = await Promise.allSettled(
        targets.map((target) =>
          app.sendMessage(viewer, { conversation: target, clientId, forward }, requestId),
        ),
      )
      const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
      if (failed[0] && failed.length === outcomes.length) throw toParleyError(failed[0].reason)
      const results = outcomes.map((outcome, i) => {
        const target = targets[i] ?? ''
        if (outcome.status === 'fulfilled') return { conversation: target, entry: outcome.value }
        const error = reportError(outcome.reason, app.log, { operation: 'forward', requestId })
        return { conversation: target, error: error.toPublic() }
      })
      return { results }
    })
  },
  { name: 'parley-forwarding', dependencies: ['parley-sending'] },
)

declare module 'fastify' {
  interface FastifyInstance {
    forward: ForwardMessage
  }
}
