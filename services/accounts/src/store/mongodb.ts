import { setTimeout as pause } from 'node:timers/promises'
import { type Filter, MongoClient, type UpdateFilter } from 'mongodb'
import { StoreUnavailable } from './errors.ts'
import { copyEnded, copyInvites, copyPeople, restore } from './mongodb-copies.ts'
import {
  accountFields,
  accountOf,
  type Collections,
  collectionsOf,
  type PersonDocument,
  personFields,
  personOf,
  prepare,
} from './mongodb-documents.ts'
import { isAway, isDuplicate, untilNoConflict } from './mongodb-errors.ts'
import { endSession, noteSession, session, sessions } from './mongodb-sessions.ts'
import { within } from './within.ts'
import type { Account, AccountStore, Announcement, Change, NewAccount } from './store.ts'

const looks = 20
const lookAgainMs = 25

/**
 * Accounts in MongoDB, for any number of processes. The database is the one that the URL names, else `parley`. Nothing
 * waits longer for it than `answerWithinMs` (default 2,000): the driver's own timeouts do not bound an operation on a
 * server that accepts it and then stands still.
 */
export function mongodbStore(options: { url: string; answerWithinMs?: number }): AccountStore {
  const { answerWithinMs = 2_000 } = options
  const client = new MongoClient(options.url, {
    serverSelectionTimeoutMS: 1_500,
    connectTimeoutMS: 1_500,
    waitQueueTimeoutMS: 1_500,
    socketTimeoutMS: 15_000,
    heartbeatFrequencyMS: 2_000,
    // What a failover could take back is neither acknowledged nor shown.
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    appName: 'parley-accounts',
  })
  const collections = collectionsOf(client.db(namesDatabase(options.url) ? undefined : 'parley'))
  const { people, invites, ended } = collections
  let prepared: Promise<void> | undefined

  async function use<T>(work: (collections: Collections) => Promise<T>): Promise<T> {
    try {
      return await within(
        answerWithinMs,
        ready().then(() => work(collections)),
      )
    } catch (cause) {
      if (!isAway(cause)) throw cause
      throw new StoreUnavailable('MongoDB is away', { cause })
    }
  }

  /** What is missing is made by the first use that finds MongoDB there; others wait for the same. */
  function ready(): Promise<void> {
    prepared ??= start().catch((error: unknown) => {
      prepared = undefined
      throw error
    })
    return prepared
  }

  async function start(): Promise<void> {
    // After a first connect that failed, the driver stays closed until it is told to connect again.
    await client.connect()
    await prepare(collections)
  }

  const one = (filter: Filter<PersonDocument>): Promise<Account | undefined> =>
    use(async () => accountOf(await people.findOne(filter, { projection: accountFields })))

  return {
    kind: 'mongodb',
    open: () => use(async () => undefined),
    ping: () => use(async () => void (await client.db('admin').command({ ping: 1 }))),
    close: () => client.close(),

    insert: (account) => use((all) => insert(all, account)),
    byId: (id) => one({ _id: id }),
    byUsername: (username) => one({ username }),
    people: (ids) =>
      use(async () => {
        return (await people.find({ _id: { $in: ids } }, { projection: personFields }).toArray()).map(
          personOf,
        )
      }),
    search: ({ prefix, after, limit }) =>
      use(async () => {
        const start = { $elemMatch: { $gte: prefix, $lt: `${prefix}\u{10ffff}` } }
        const found = people
          .find({ username: { $gt: after }, disabled: false, ...(prefix === '' ? {} : { terms: start }) })
          .project<Pick<PersonDocument, '_id' | keyof typeof personFields>>(personFields)
        return (await found.sort({ username: 1 }).limit(limit).toArray()).map(personOf)
      }),
    count: () => use(() => people.countDocuments({})),

    change: (id, change) =>
      use(async () => {
        const after = { returnDocument: 'after', projection: accountFields } as const
        const { ifEpoch } = change
        const wanted = { _id: id, ...(ifEpoch === undefined ? {} : { epoch: ifEpoch }) }
        return accountOf(await people.findOneAndUpdate(wanted, updateOf(change), after))
      }),
    erase: (id, { at, ifEpoch, ...names }) =>
      use(async () => {
        const wanted = { _id: id, epoch: ifEpoch, deletedAt: { $exists: false } }
        const update: UpdateFilter<PersonDocument> = {
          $set: {
            ...names,
            deletedAt: at,
            passwordHash: '',
            isAdmin: false,
            disabled: true,
            joinedAt: 0,
            terms: [],
            untold: true,
          },
          $unset: { hidesPresence: true, status: true, legacyIterations: true },
          $inc: { revision: 1, epoch: 1 },
        }
        const after = { returnDocument: 'after', projection: accountFields } as const
        return accountOf(await untilNoConflict(() => people.findOneAndUpdate(wanted, update, after)))
      }),
    removeSessions: (user) =>
      use(async (all) => {
        await all.sessions.deleteMany({ user })
        await ended.deleteMany({ user })
      }),
    replaceHash: (id, from, to) =>
      use(async () => {
        const update = { $set: { passwordHash: to }, $unset: { legacyIterations: true } } as const
        await people.updateOne({ _id: id, passwordHash: from }, update)
      }),
    legacyIterations: () =>
      use(async () => {
        const costliest = people
          .find({ legacyIterations: { $gt: 0 } })
          .sort({ legacyIterations: -1 })
          .limit(1)
        return (await costliest.next())?.legacyIterations ?? 0
      }),

    addInvite: ({ digest, expiresAt }) =>
      use(async () => void (await invites.insertOne({ _id: digest, expiresAt }))),
    inviteExpiresAt: (digest) => use(async () => (await invites.findOne({ _id: digest }))?.expiresAt),

    noteSession: (open) => use((all) => noteSession(all, open)),
    session: (user, digest) => use((all) => session(all, { user, session: digest })),
    sessions: (user, epoch, limit) => use((all) => sessions(all, { user, epoch, limit })),

    endSession: (over) => use((all) => endSession(all, over)),
    isEnded: (user, session) =>
      use(
        async () => (await ended.findOne({ _id: `${user}:${session}` }, { projection: { _id: 1 } })) !== null,
      ),

    untold: (limit) => use((all) => untold(all, limit)),
    told: (announcement) => use((all) => told(all, announcement)),

    copyPeople: (page) => use((all) => copyPeople(all, page)),
    copyInvites: (page) => use((all) => copyInvites(all, page)),
    copyEnded: (page) => use((all) => copyEnded(all, page)),
    restore: (kept) => use((all) => restore(all, kept)),

    sweep: (now) =>
      use(async (all) => {
        await all.sessions.deleteMany({ expiresAt: { $lt: now } })
        await ended.deleteMany({ expiresAt: { $lt: now }, untold: { $exists: false } })
        await invites.deleteMany({ expiresAt: { $lt: now } })
      }),
  }
}

async function insert(
  { people }: Collections,
  account: NewAccount,
): Promise<'inserted' | 'usernameTaken' | 'inviteUsed'> {
  const { id, legacyIterations, ...fields } = account
  try {
    const started = { epoch: 0, revision: 0, toldEpoch: 0 }
    const legacy = legacyIterations > 0 ? { legacyIterations } : {}
    await untilNoConflict(() => people.insertOne({ _id: id, ...fields, ...legacy, ...started }))
    return 'inserted'
  } catch (error) {
    if (!isDuplicate(error)) throw error
    const taken = await takenBy(people, account)
    if (taken) return taken
    throw new StoreUnavailable('an account is in the way that cannot be read yet', { cause: error })
  }
}

/**
 * What stands in an account's way: it may break several indexes and name one, so what is there decides. Whoever was
 * faster may not be on the majority's disks yet, and is not read before.
 */
async function takenBy(
  people: Collections['people'],
  { username, invite, claim }: NewAccount,
): Promise<'usernameTaken' | 'inviteUsed' | undefined> {
  const id = { projection: { _id: 1 } } as const
  for (let look = 0; look < looks; look++) {
    if (look > 0) await pause(lookAgainMs)
    if (await people.findOne({ $or: [{ username }, { claim }] }, id)) return 'usernameTaken'
    if (invite && (await people.findOne({ invite }, id))) return 'inviteUsed'
  }
  return undefined
}

function updateOf(change: Change): UpdateFilter<PersonDocument> {
  const { endSessions, ifEpoch: _, displayName, hidesPresence, status, ...set } = change
  const named = displayName && { displayName: displayName.name, terms: displayName.terms }
  return {
    $set: {
      ...set,
      ...named,
      ...(hidesPresence ? { hidesPresence } : {}),
      ...(status ? { status } : {}),
      untold: true,
    },
    $inc: { revision: 1, epoch: endSessions ? 1 : 0 },
    $unset: {
      ...(set.passwordHash === undefined ? {} : { legacyIterations: true }),
      ...(hidesPresence === false ? { hidesPresence: true } : {}),
      ...(status === null ? { status: true } : {}),
    },
  }
}

async function untold({ people, ended }: Collections, limit: number): Promise<Announcement[]> {
  const accounts = await people.find({ untold: true }, { projection: accountFields }).limit(limit).toArray()
  const sessions = await ended.find({ untold: true }).limit(limit).toArray()
  return [
    ...accounts.map(
      ({ _id: user, revision, epoch, toldEpoch, deletedAt }): Announcement => ({
        kind: 'account',
        user,
        revision,
        epoch,
        toldEpoch,
        ...(deletedAt === undefined ? {} : { isDeleted: true }),
      }),
    ),
    ...sessions.map(({ user, session, epoch }): Announcement => ({ kind: 'session', user, session, epoch })),
  ].slice(0, limit)
}

async function told({ people, ended }: Collections, announcement: Announcement): Promise<void> {
  if (announcement.kind === 'session') {
    const { user, session } = announcement
    await ended.updateOne({ _id: `${user}:${session}` }, { $unset: { untold: true } })
    return
  }
  const { user, revision, epoch } = announcement
  await people.updateOne({ _id: user }, { $max: { toldEpoch: epoch } })
  // What changed meanwhile stays to be told.
  await people.updateOne({ _id: user, revision }, { $unset: { untold: true } })
}

function namesDatabase(url: string): boolean {
  return /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(url)
}
