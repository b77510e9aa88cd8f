import '../fastify.ts'
import { messages } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { LRUCache } from 'lru-cache'

const max = 5_000
/** How long a change may go unnoticed that nobody could be told of. */
const ttl = 30_000

/** What groups are called and who is in them, for a while: a bounded cache, forgotten when a group is told to have changed. */
export interface KnownGroups {
  /** Those in a group, as one of them finds it. @throws ParleyError NOT_FOUND for whoever is no member, UNAVAILABLE */
  members(viewer: string, conversation: string, requestId: string): Promise<readonly string[]>
  /**
   * What groups are called, by their conversations: those that `viewer` was just shown something of. One whose name cannot
   * be had now is left out. Never rejects.
   */
  names(
    viewer: string,
    conversations: readonly string[],
    requestId: string,
  ): Promise<ReadonlyMap<string, string>>
  forget(conversation: string): void
  /** Nobody knows what was missed. */
  forgetAll(): void
}

/** `app.groups` */
export const knownGroups = fp(
  async (app: FastifyInstance) => {
    const members = new LRUCache<string, readonly string[]>({ max, ttl })
    const names = new LRUCache<string, string>({ max, ttl })
    let forgotten = 0

    async function ask(viewer: string, conversation: string, requestId: string) {
      const since = forgotten
      const found = await app.call(messages.members, { conversation }, { actor: viewer, requestId })
      const users = found.members.map(({ user }) => user)
      // The answer may be of before what was told meanwhile.
      if (forgotten === since) members.set(conversation, users)
      return users
    }

    async function nameOf(viewer: string, conversation: string, requestId: string) {
      const known = names.get(conversation)
      if (known !== undefined) return known
      const since = forgotten
      const context = { actor: viewer, requestId }
      try {
        const { group } = await app.call(messages.conversation, { conversation }, context)
        if (group && forgotten === since) names.set(conversation, group.name)
        return group?.name
      } catch (error) {
        app.log.debug({ err: error, requestId }, 'a group could not be asked for its name')
        return undefined
      }
    }

    app.decorate('groups', {
      async members(viewer, conversation, requestId) {
        const known = members.get(conversation)
        return known?.includes(viewer) ? known : await ask(viewer, conversation, requestId)
      },

      async names(viewer, conversations, requestId) {
        const wanted = [...new Set(conversations)]
        const found = await Promise.all(
          wanted.map(async (one) => [one, await nameOf(viewer, one, requestId)] as const),
        )
        return new Map(found.flatMap(([one, name]) => (name === undefined ? [] : [[one, name] as const])))
      },

      forget(conversation) {
        forgotten += 1
        members.delete(conversation)
        names.delete(conversation)
      },

      forgetAll() {
        forgotten += 1
        members.clear()
        names.clear()
      },
    })
  },
  { name: 'parley-known-groups' },
)

declare module 'fastify' {
  interface FastifyInstance {
    groups: KnownGroups
  }
}
