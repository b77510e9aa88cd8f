import '../fastify.ts'
import { emojiOf, type InputOf, messages, type OutputOf, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Viewer } from '../sessions/viewer.ts'
import { messageText } from './message-text.ts'

/** Changes a message as the viewer, for sockets and HTTP alike; counts as a message where there is a limit. */
type Change<Op> = (viewer: Viewer, change: InputOf<Op>, requestId: string) => Promise<OutputOf<Op>>

/**
 * `app.editMessage`, `app.deleteMessage`, `app.react`, `app.unreact`, `app.pin`, `app.unpin`, `app.save` and `app.unsave`, which resolve when it is durable.
 * @throws ParleyError as `messages` does, RATE_LIMITED
 */
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
    app.decorate('react', async (viewer, reaction, requestId) => {
      const emoji = checkedEmoji(reaction.emoji)
      await app.sendLimit.take(viewer.person.id, 1)
      return await app.call(messages.react, { ...reaction, emoji }, { actor: viewer.person.id, requestId })
    })
    app.decorate('unreact', async (viewer, reaction, requestId) => {
      const emoji = checkedEmoji(reaction.emoji)
      await app.sendLimit.take(viewer.person.id, 1)
      return await app.call(messages.unreact, { ...reaction, emoji }, { actor: viewer.person.id, requestId })
    })
    app.decorate('pin', async (viewer, pinning, requestId) => {
      await app.sendLimit.take(viewer.person.id, 1)
      return await app.call(messages.pin, pinning, { actor: viewer.person.id, requestId })
    })
    app.decorate('unpin', async (viewer, pinning, requestId) => {
      await app.sendLimit.take(viewer.person.id, 1)
      return await app.call(messages.unpin, pinning, { actor: viewer.person.id, requestId })
    })
    app.decorate('save', async (viewer, message, requestId) => {
      await app.sendLimit.take(viewer.person.id, 1)
      return await app.call(messages.save, message, { actor: viewer.person.id, requestId })
    })
    app.decorate('unsave', async (viewer, message, requestId) => {
      await app.sendLimit.take(viewer.person.id, 1)
      return await app.call(messages.unsave, message, { actor: viewer.person.id, requestId })
    })
  },
  { name: 'parley-changing' },
)

/** @throws ParleyError INVALID */
function checkedEmoji(value: string): string {
  const emoji = emojiOf(value)
  if (emoji === undefined) throw new ParleyError('INVALID', 'A reaction is one emoji.', { field: 'emoji' })
  return emoji
}

declare module 'fastify' {
  interface FastifyInstance {
    editMessage: Change<typeof messages.edit>
    deleteMessage: Change<typeof messages.remove>
    react: Change<typeof messages.react>
    unreact: Change<typeof messages.unreact>
    pin: Change<typeof messages.pin>
    unpin: Change<typeof messages.unpin>
    save: Change<typeof messages.save>
    unsave: Change<typeof messages.unsave>
  }
}
