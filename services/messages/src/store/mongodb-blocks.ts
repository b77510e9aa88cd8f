import { directMembers } from '@parley/contracts'
import type { Collection } from 'mongodb'
import type { Block, BlockStore } from './block-store.ts'

/** `_id` is `<by>:<of>`, or the id of somebody with whom nobody writes any more: then `by` and `of` are missing. */
export interface BlockDocument extends Partial<Block> {
  _id: string
  at: number
}

/** See `BlockStore`. @param asked does some work once the collection is prepared */
export function mongodbBlocks(
  blocks: Collection<BlockDocument>,
  asked: <T>(work: () => Promise<T>) => Promise<T>,
): BlockStore {
  return {
    add: (added) =>
      asked(async () => {
        if (added.length === 0) return
        await blocks.bulkWrite(
          added.map((block) => ({
            updateOne: { filter: { _id: idOf(block) }, update: { $setOnInsert: block }, upsert: true },
          })),
          { ordered: false },
        )
      }),
    remove: (by, of) => asked(async () => void (await blocks.deleteOne({ _id: idOf({ by, of }) }))),
    close: (user, at) =>
      asked(async () => {
        await blocks.updateOne({ _id: user }, { $setOnInsert: { at } }, { upsert: true })
        await blocks.deleteMany({ by: user })
      }),
    by: (user, limit) =>
      asked(async () => {
        const found = blocks
          .find({ by: user }, { batchSize: limit + 1 })
          .sort({ at: -1, of: 1 })
          .limit(limit)
        return (await found.toArray()).flatMap(blockOf)
      }),
    closed: (conversations) =>
      asked(async () => {
        const pairs = new Map(conversations.map((each) => [each, closing(each)]))
        const ids = [...pairs.values()].flat()
        if (ids.length === 0) return new Set<string>()
        const options = { projection: { _id: 1 }, batchSize: ids.length + 1 }
        const found = await blocks.find({ _id: { $in: ids } }, options).toArray()
        const there = new Set(found.map(({ _id }) => _id))
        return new Set(conversations.filter((each) => pairs.get(each)?.some((id) => there.has(id))))
      }),
    inOrder: (after, limit) =>
      asked(async () => {
        const found = blocks
          .find({ _id: { $gt: after }, of: { $exists: true } }, { batchSize: limit + 1 })
          .sort({ _id: 1 })
          .limit(limit)
        return (await found.toArray()).flatMap(blockOf)
      }),
  }
}

/** The ids of what closes a conversation. */
function closing(conversation: string): string[] {
  const [one, other] = directMembers(conversation) ?? []
  if (one === undefined || other === undefined) return []
  return [idOf({ by: one, of: other }), idOf({ by: other, of: one }), one, other]
}

function idOf({ by, of }: Pick<Block, 'by' | 'of'>): string {
  return `${by}:${of}`
}

function blockOf({ by, of, at }: BlockDocument): Block[] {
  return by === undefined || of === undefined ? [] : [{ by, of, at }]
}
