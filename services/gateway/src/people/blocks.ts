import { blockChanged, messages } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { LRUCache } from 'lru-cache'

const maxConversations = 50_000
const maxPeople = 5_000
/** How long a change may go unnoticed that nobody could be told of. */
const ttl = 5 * 60_000
const askedAtOnce = 1_000

/** Who blocks whom, as far as a gateway needs it: a bounded cache, forgotten when messages says that something changed. */
export interface Blocks {
  /**
   * The ids of those whom a person blocks, for this person's eyes alone: what a list of messages is folded by, and a menu
   * says. @throws ParleyError UNAVAILABLE
   */
  blockedBy(user: string, requestId: string): Promise<ReadonlySet<string>>
  /**
   * Those of some one-to-one conversations whose two see nothing of each other, as one of them blocks the other. No client
   * may get this of others. @throws ParleyError UNAVAILABLE
   */
  closed(conversations: readonly string[], requestId: string): Promise<ReadonlySet<string>>
  /** Forgets what was just changed from here. */
  forget(change: { conversation: string; user: string }): void
  /** Is told of which conversation (null: perhaps any) that may have changed, after it is forgotten. Returns how to end that. */
  onChange(listener: (conversation: string | null) => void): () => void
}

/** `app.blocks` */
export const blocks = fp(
  async (app: FastifyInstance) => {
    const isClosed = new LRUCache<string, boolean>({ max: maxConversations, ttl })
    const blockedBy = new LRUCache<string, ReadonlySet<string>>({ max: maxPeople, ttl })
    const listeners = new Set<(conversation: string | null) => void>()
    /** An answer to what was asked before a change may be of before it, and is not kept. */
    let forgotten = 0

    function forget({ conversation, user }: { conversation: string; user: string }): void {
      forgotten += 1
      isClosed.delete(conversation)
      blockedBy.delete(user)
      for (const listener of listeners) listener(conversation)
    }

    // What changed while nothing was heard is not known.
    function forgetAll(): void {
      forgotten += 1
      isClosed.clear()
      blockedBy.clear()
      for (const listener of listeners) listener(null)
    }

    app.decorate('blocks', {
      async blockedBy(user, requestId) {
        const known = blockedBy.get(user)
        if (known) return known
        const since = forgotten
        const answer = await app.call(messages.blocked, {}, { actor: user, requestId })
        const found = new Set(answer.blocked.map((one) => one.user))
        if (forgotten === since) blockedBy.set(user, found)
        return found
      },

      async closed(conversations, requestId) {
        const wanted = [...new Set(conversations)]
        const closed = new Set(wanted.filter((one) => isClosed.get(one) === true))
        const unknown = wanted.filter((one) => !isClosed.has(one))
        for (let i = 0; i < unknown.length; i += askedAtOnce) {
          const asked = unknown.slice(i, i + askedAtOnce)
          const since = forgotten
          const answer = await app.call(
            messages.closedOf,
            { conversations: asked },
            { actor: null, requestId },
          )
          const found = new Set(answer.conversations)
          for (const one of found) closed.add(one)
          if (forgotten === since) for (const one of asked) isClosed.set(one, found.has(one))
        }
        return closed
      },

      forget,

      onChange(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    })

    const subscription = await app.bus.subscribe(blockChanged.subject, (payload) => {
      forget(blockChanged.check(payload).data)
    })
    const stopListening = app.bus.onConnection(forgetAll)
    app.addHook('onClose', async () => {
      stopListening()
      await subscription.close()
    })
  },
  { name: 'parley-blocks' },
)
