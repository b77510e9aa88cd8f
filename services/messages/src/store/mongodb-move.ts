import { LRUCache } from 'lru-cache'
import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb'
import type { ConversationDocument } from './mongodb-collections.ts'
import type { HeadMove, PointerMove } from './store.ts'

const knownConversations = 50_000
const duplicateKey = 11_000

type Write = AnyBulkWriteOperation<ConversationDocument>
type Moves = { heads: HeadMove[]; pointers: PointerMove[] }

/**
 * Makes the function that stores heads and pointers, forward only; it remembers which documents are there. Everyone
 * writes conversations in one order: of two batches with the same ones, a server that locks them lets one wait for the
 * other, instead of each for the other.
 */
export function mongodbMover(
  conversations: Collection<ConversationDocument>,
): (moves: Moves) => Promise<void> {
  const known = new LRUCache<string, true>({ max: knownConversations })
  return async ({ heads, pointers }) => {
    const unknown = new Map(
      [...heads, ...pointers]
        // Those of a group are stored with it.
        .filter(({ conversation, members }) => members.length > 0 && !known.has(conversation))
        .map((move) => [move.conversation, move.members]),
    )
    if (unknown.size > 0) await write(conversations, [...unknown].toSorted(byId).map(making))
    for (const conversation of unknown.keys()) known.set(conversation, true)
    const moves = [
      ...heads.flatMap((head) =>
        movingHead(head).map((write) => ({ conversation: head.conversation, write })),
      ),
      ...pointers.map((pointer) => ({ conversation: pointer.conversation, write: movingPointer(pointer) })),
    ]
    const writes = moves.toSorted(byConversation).map(({ write }) => write)
    if (writes.length > 0) await write(conversations, writes)
  }
}

function byConversation(one: { conversation: string }, other: { conversation: string }): number {
  return one.conversation < other.conversation ? -1 : 1
}

function byId([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

async function write(conversations: Collection<ConversationDocument>, writes: Write[]): Promise<void> {
  try {
    await conversations.bulkWrite(writes, { ordered: false })
  } catch (error) {
    if (!isOnlyDuplicates(error)) throw error
  }
}

/**
 * Two who make the same document at once: one of them is told so, and the document is there. A lost connection comes
 * as the same error, without any error of a write in it.
 */
function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) return false
  const errors = [error.writeErrors].flat()
  return errors.length > 0 && errors.every(({ code }) => code === duplicateKey)
}

function making([conversation, members]: [string, readonly string[]]): Write {
  const zero = { readSeq: 0, readN: 0, deliveredSeq: 0 }
  const pointers = Object.fromEntries(members.map((user) => [user, zero]))
  return {
    updateOne: {
      filter: { _id: conversation },
      update: { $setOnInsert: { members: [...members], head: { seq: 0, n: 0, at: 0 }, pointers } },
      upsert: true,
    },
  }
}

/** The same as `laterHead`, whoever comes first: numbers and time only grow, and a preview gives way to a later one. */
function movingHead({ conversation, head: { seq, n, at, preview } }: HeadMove): Write[] {
  const further = { 'head.seq': seq, 'head.n': n, 'head.at': at }
  const moving: Write = { updateOne: { filter: { _id: conversation }, update: { $max: further } } }
  if (!preview) return [moving]
  const isEarlier = preview.deleted ? {} : { 'head.preview.seq': { $lt: preview.seq ?? 0 } }
  const earlier = [
    // Written by the first version, or not there.
    { 'head.preview.n': { $exists: false } },
    { 'head.preview.n': { $lt: preview.n ?? 0 } },
    { 'head.preview.n': preview.n ?? 0, 'head.preview.deleted': { $ne: true }, ...isEarlier },
  ]
  const showing: Write = {
    updateOne: {
      filter: { _id: conversation, $or: earlier },
      update: { $set: { 'head.preview': preview } },
    },
  }
  return [moving, showing]
}

function movingPointer({ conversation, members, user, readSeq, readN, deliveredSeq }: PointerMove): Write {
  const isOfGroup = members.length === 0
  const path = `${isOfGroup ? 'reach' : 'pointers'}.${user}`
  const further = {
    [`${path}.readSeq`]: readSeq,
    [`${path}.readN`]: readN,
    [`${path}.deliveredSeq`]: deliveredSeq,
  }
  // Whoever has left a group has none in it.
  const filter = isOfGroup ? { _id: conversation, members: user } : { _id: conversation }
  return { updateOne: { filter, update: { $max: further } } }
}
