import { asTheyAre, type Entry, ParleyError } from '@parley/contracts'
import { type Filter, MongoClient, MongoError } from 'mongodb'
import { consecutive } from './consecutive.ts'
import { collectionsOf, prepareCollections, type RecordDocument } from './mongodb-collections.ts'
import { mongodbArrange, mongodbForgetOwns, mongodbPlace } from './mongodb-arrange.ts'
import { mongodbBlocks } from './mongodb-blocks.ts'
import { changing, mongodbPinnedNumbers, mongodbSettle, standing } from './mongodb-changes.ts'
import { mongodbCount } from './mongodb-count.ts'
import { conversationOf, endOf, seenOf } from './mongodb-documents.ts'
import { mongodbGroup, mongodbInvites, mongodbPutGroup } from './mongodb-groups.ts'
import { mongodbInsert } from './mongodb-insert.ts'
import { mongodbMentioning } from './mongodb-mentions.ts'
import { mongodbMover } from './mongodb-move.ts'
import { mongodbReports } from './mongodb-reports.ts'
import { mongodbSaved } from './mongodb-saved.ts'
import { filterOf, newestChanged } from './mongodb-ranges.ts'
import { toEntry } from './log-record.ts'
import type { LogEnd, Store } from './store.ts'

/** What an entry of a known conversation is, without its place in a lane. */
type StoredEntry = Omit<Entry, 'conversation'>
const entryOnly = {
  _id: 0,
  seq: 1,
  n: 1,
  kind: 1,
  by: 1,
  clientId: 1,
  at: 1,
  text: 1,
  re: 1,
  forwarded: 1,
  of: 1,
  group: 1,
  mentions: 1,
}

/** How long one operation may take before it counts as not to be had, or as unclear. */
const patience = {
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 2_000,
}

/**
 * The store for many processes, on MongoDB 8 as a replica set. It connects by itself, also later, and makes its
 * indexes before its first write.
 * @param options.database where the URL names none: `parley`
 */
export function mongodbStore(options: { url: string; database?: string }): Store {
  const client = new MongoClient(options.url, { ...patience, maxPoolSize: 50 })
  const collections = collectionsOf(client, options.database)
  const { db, entries, lanes, conversations, invites, saved } = collections
  const mover = mongodbMover(conversations)
  let connected: Promise<unknown> | undefined
  let prepared: Promise<void> | undefined

  // The driver does not try again by itself where its first attempt has failed; from the first success on it does.
  const connect = (): Promise<unknown> => {
    connected ??= client.connect().catch((error: unknown) => {
      connected = undefined
      throw error
    })
    return connected
  }
  /** What MongoDB or the way to it cannot do now is UNAVAILABLE; the cause goes to the log. */
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      await connect()
      return await work()
    } catch (cause) {
      if (cause instanceof MongoError) throw new ParleyError('UNAVAILABLE', undefined, { cause })
      throw cause
    }
  }
  const prepare = (): Promise<void> => {
    prepared ??= prepareCollections(collections).catch((error: unknown) => {
      prepared = undefined
      throw error
    })
    return prepared
  }
  const onPrepared = <T>(work: () => Promise<T>): Promise<T> =>
    asked(async () => {
      await prepare()
      return await work()
    })
  /** A page is one answer: a second batch would be a second way there and back, and a cursor that a crash leaves open. */
  const records = (filter: Filter<RecordDocument>, most: number) =>
    entries.find(filter, oneBatch(most)).toArray()
  const plainEntries = (conversation: string, filter: Filter<RecordDocument>, most: number) =>
    entries
      .find<StoredEntry>({ ...filter, conversation }, { ...oneBatch(most), projection: entryOnly })
      .map((stored): Entry => ({ conversation, ...stored }))

  return {
    exclusive: false,
    name: 'mongodb',
    blocks: mongodbBlocks(collections.blocks, onPrepared),
    reports: mongodbReports(collections.reports, onPrepared),
    open: () => asked(prepare),
    ping: () => asked(async () => void (await db.command({ ping: 1 }))),
    close: () => client.close(),

    openLane: (id) =>
      asked(async () => {
        await prepare()
        await lanes.insertOne({ _id: id, done: 0, applied: 0, beat: 0 })
      }),
    touchLane: ({ id, ...lane }) =>
      asked(async () => {
        const { matchedCount } = await lanes.updateOne({ _id: id }, { $set: lane })
        return matchedCount === 1
      }),
    lanes: () =>
      asked(async () => {
        const found = await lanes.find().toArray()
        return found.map(({ _id, ...lane }) => ({ id: _id, ...lane }))
      }),
    removeLane: (id) => asked(async () => void (await lanes.deleteOne({ _id: id }))),
    readLane: (id, after, limit) =>
      asked(async () => {
        const ids = Array.from({ length: limit }, (_, i) => `${id}:${after + 1 + i}`)
        return consecutive(await records({ _id: { $in: ids } }, limit), after + 1, ({ w }) => w)
      }),

    async insert(batch) {
      try {
        await asked(prepare)
      } catch (cause) {
        return { kind: 'unclear', cause }
      }
      return mongodbInsert(entries, batch)
    },
    logEnds: (ids) =>
      asked(async () => {
        const ends = await Promise.all(
          ids.map(async (conversation): Promise<[string, LogEnd][]> => {
            const [last] = await entries.find({ conversation }).sort({ seq: -1 }).limit(1).toArray()
            return last ? [[conversation, endOf(last)]] : []
          }),
        )
        return new Map(ends.flat())
      }),
    byClientId: (conversation, by, clientId) =>
      asked(async () => (await entries.findOne({ conversation, by, clientId })) ?? undefined),
    bySeq: (conversation, seq) =>
      asked(async () => (await entries.findOne({ conversation, seq })) ?? undefined),
    changes: (conversation, after, limit) =>
      asked(async () => {
        const found = plainEntries(conversation, { seq: { $gt: after, $lte: after + limit } }, limit)
        return consecutive(await found.toArray(), after + 1, ({ seq }) => seq)
      }),
    messages: (conversation, from, to) =>
      asked(async () => {
        const page = plainEntries(
          conversation,
          { kind: 'message', n: { $gte: from, $lte: to } },
          to - from + 1,
        )
        return consecutive(await page.toArray(), from, ({ n }) => n)
      }),
    numbered: (conversation, numbers) =>
      asked(async () => {
        const [written, changes] = await Promise.all([
          plainEntries(conversation, { kind: 'message', n: { $in: [...numbers] } }, numbers.length).toArray(),
          plainEntries(conversation, { replaced: false, of: { $in: [...numbers] } }, 1_000).toArray(),
        ])
        return asTheyAre(written, changes)
      }),
    changesOf: (conversation, from, to) =>
      asked(async () => {
        const { conversation: _, ...filter } = standing(conversation, from, to)
        return await plainEntries(conversation, filter, 1_000).toArray()
      }),
    versions: (conversation, n, limit) =>
      asked(async () => {
        const { conversation: _, ...changes } = changing({ conversation, n })
        const [edits, written] = await Promise.all([
          plainEntries(conversation, { ...changes, kind: 'edit' }, limit)
            .sort({ seq: -1 })
            .limit(limit)
            .toArray(),
          plainEntries(conversation, { kind: 'message', n }, 1).toArray(),
        ])
        return [...edits, ...written].slice(0, limit)
      }),
    settle: (changed) =>
      asked(async () => {
        const isDeleted = await mongodbSettle(entries, changed)
        if (isDeleted) await saved.deleteMany({ conversation: changed.conversation, n: changed.n })
        return isDeleted
      }),
    pinnedNumbers: (conversation) => asked(() => mongodbPinnedNumbers(entries, conversation)),
    newest: (range, limit) =>
      asked(async () => {
        if (range.isChanged) return (await newestChanged(entries, range, limit)).map(toEntry)
        const { conversation, ...filter } = filterOf(range)
        return await plainEntries(conversation, filter, limit).sort({ n: -1 }).limit(limit).toArray()
      }),
    mentioning: (ranges, limit) => asked(() => mongodbMentioning(entries, ranges, limit)),
    count: (ranges, limit) => asked(() => mongodbCount(entries, ranges, limit)),

    conversationIds: (after, limit) =>
      asked(async () => {
        const found = conversations.find(
          { _id: { $gt: after } },
          { ...oneBatch(limit), projection: { _id: 1 } },
        )
        return (await found.sort({ _id: 1 }).limit(limit).toArray()).map(({ _id }) => _id)
      }),
    find: (ids, user) =>
      asked(async () => {
        const options = { ...oneBatch(ids.length), projection: seenOf(user) }
        const found = await conversations.find({ _id: { $in: ids } }, options).toArray()
        return new Map(found.map((document) => [document._id, conversationOf(document)]))
      }),
    conversationsOf: (user, { before, limit, place = 'all' }) =>
      asked(async () => {
        const at = before === undefined ? { $gt: 0 } : { $gt: 0, $lt: before }
        const found = await conversations
          .find(
            { ...mongodbPlace(user, place), 'head.at': at },
            { ...oneBatch(limit), projection: seenOf(user) },
          )
          .sort({ 'head.at': -1 })
          .limit(limit)
          .toArray()
        return found.map(conversationOf)
      }),
    behind: (user, limit) =>
      asked(async () => {
        const found = await conversations
          .find(
            {
              members: user,
              'head.at': { $gt: 0 },
              $expr: { $lt: [{ $ifNull: [`$reach.${user}.readN`, `$pointers.${user}.readN`] }, '$head.n'] },
            },
            { ...oneBatch(limit), projection: seenOf(user) },
          )
          .sort({ 'head.at': -1 })
          .limit(limit)
          .toArray()
        return found.map(conversationOf)
      }),
    move: (moves) =>
      asked(async () => {
        await prepare()
        await mover(moves)
      }),
    arrange: (change) => asked(() => mongodbArrange(conversations, change)),
    forgetOwns: (user) => asked(() => mongodbForgetOwns(conversations, user)),
    group: (conversation) => asked(() => mongodbGroup(conversations, conversation)),
    putGroup: (group) =>
      asked(async () => {
        await prepare()
        await mongodbPutGroup(conversations, group)
      }),
    ...mongodbInvites(invites, asked),
    ...mongodbSaved(saved, asked),
  }
}

function oneBatch(most: number): { batchSize: number } {
  return { batchSize: most + 1 }
}
