import '../fastify.ts'
import { type InputOf, messages, type OutputOf } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Viewer } from '../sessions/viewer.ts'
import { messageText } from './message-text.ts'

/** Changes a message of the viewer's own, for sockets and HTTP alike; counts as a message where there is a limit. */
type Change<Op> = (viewer: Viewer, change: InputOf<Op>, requestId: string) => Promise<OutputOf<Op>>

/** `app.editMessage` and `app.deleteMessage`, which resolve when it is durable. @throws ParleyError as `messages` does, RATE_LIMITED */
export const changing = fp(
  async (app: FastifyInstance) => {
    app.decorate('editMessage', async (viewer, change, requestId) => {
      const text = messageText(change.text, 'text')
      await app.sendLimit.take(viewer.person.id, 1)
      return await app.call(messages.edit, { ...change, text }, { actor: viewer.person.id, requestId })
    })
    app.decorate('deleteMessage', async (viewer, change, requestId) => {
      await app.sendLimit.take(viewer.person.id, 1)
      return await app.call(messages.remove, change, { actor: viewer.person.id, requestId })
    })
  },
  { name: 'parley-changing' },
)

declare module 'fastify' {
  interface FastifyInstance {
    editMessage: Change<typeof messages.edit>
    deleteMessage: Change<typeof messages.remove>
  }
}
