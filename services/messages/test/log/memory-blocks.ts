import { directConversation, directMembers } from '@parley/contracts'
import type { Block, BlockStore } from '../../src/store/block-store.ts'

/** What a store must do with blocks, as plainly as it can be said. */
export function memoryBlocks(): BlockStore {
  const all = new Map<string, Block>()
  const gone = new Set<string>()
  const idOf = ({ by, of }: Pick<Block, 'by' | 'of'>) => `${by}:${of}`
  return {
    async add(blocks) {
      for (const block of blocks) if (!all.has(idOf(block))) all.set(idOf(block), { ...block })
    },
    async remove(by, of) {
      all.delete(idOf({ by, of }))
    },
    async close(user) {
      gone.add(user)
      for (const [id, { by }] of all) if (by === user) all.delete(id)
    },
    async by(user, limit) {
      const mine = [...all.values()].filter(({ by }) => by === user)
      return mine.toSorted((one, other) => other.at - one.at || (one.of < other.of ? -1 : 1)).slice(0, limit)
    },
    async closed(conversations) {
      const closed = new Set([...all.values()].map(({ by, of }) => directConversation(by, of)))
      const isClosed = (each: string) =>
        closed.has(each) || directMembers(each)?.some((user) => gone.has(user)) === true
      return new Set(conversations.filter(isClosed))
    },
    async inOrder(after, limit) {
      const ids = [...all.keys()].filter((id) => id > after).toSorted()
      return ids.slice(0, limit).flatMap((id) => all.get(id) ?? [])
    },
  }
}
