import type { Head, Own, Saved } from '@parley/contracts'
import {
  type Collection,
  type Db,
  type IndexDescription,
  type MongoClient,
  ReadConcern,
  WriteConcern,
} from 'mongodb'
import type { BlockDocument } from './mongodb-blocks.ts'
import { NewerData } from './newer-data.ts'
import type { StoredGroup } from '../groups/stored-group.ts'
import type { LogRecord } from './log-record.ts'
import type { ReportDocument } from './mongodb-reports.ts'
import type { StoredInvite } from './store.ts'

/**
 * 2: entries that change a message. 3: what members have arranged for themselves. 4: groups. 5: messages that are
 * pinned. 6: messages that people have saved. 7: who blocks whom. 8: reports.
 */
const version = 8

/** `replaced` is there on entries that change a message, true once a later one holds instead. */
export type RecordDocument = LogRecord & { _id: string; replaced?: boolean }
export interface LaneDocument {
  _id: string
  done: number
  applied: number
  beat: number
}
export interface ConversationDocument {
  _id: string
  members: string[]
  head: Head
  pointers: Record<string, { readSeq: number; readN: number; deliveredSeq: number }>
  own?: Record<string, Own>
  /** Of a group, the same as `pointers`: apart, so that one member's can be read alone. */
  reach?: ConversationDocument['pointers']
  /** Of a group: as of which entry, and what it is. */
  g?: number
  group?: StoredGroup
  pinnedBy?: string[]
  /** Also those for whom a message has brought it back since: see `mongodbPlace`. */
  archivedBy?: string[]
}
export type InviteDocument = Omit<StoredInvite, 'token'> & { _id: string }
/** `_id` is the id. */
export type SavedDocument = Omit<Saved, 'id'> & { _id: string }
interface SchemaDocument {
  _id: string
  version: number
}

export interface Collections {
  db: Db
  entries: Collection<RecordDocument>
  lanes: Collection<LaneDocument>
  conversations: Collection<ConversationDocument>
  invites: Collection<InviteDocument>
  saved: Collection<SavedDocument>
  blocks: Collection<BlockDocument>
  reports: Collection<ReportDocument>
  schema: Collection<SchemaDocument>
}

/** Nobody is shown what a failover may take back: writes wait for the majority's disks, reads see no less and no more. */
export function collectionsOf(client: MongoClient, database: string | undefined): Collections {
  const named = client.options.dbName === 'test' ? 'parley' : client.options.dbName
  const db = client.db(database ?? named, {
    readConcern: new ReadConcern('majority'),
    writeConcern: new WriteConcern('majority', undefined, true),
    readPreference: 'primary',
    ignoreUndefined: true,
  })
  return {
    db,
    entries: db.collection('messages_entries'),
    lanes: db.collection('messages_lanes'),
    conversations: db.collection('messages_conversations'),
    invites: db.collection('messages_invites'),
    saved: db.collection('messages_saved'),
    blocks: db.collection('messages_blocks'),
    reports: db.collection('messages_reports'),
    schema: db.collection('messages_schema'),
  }
}

/** Without the unique ones a number could be given twice and a message be stored twice; the others are for counting and for what changed a message. */
export const logIndexes: IndexDescription[] = [
  { key: { conversation: 1, seq: 1 }, unique: true },
  // Client ids are made in the order of time, so what is new stands at the index's end.
  { key: { clientId: 1, conversation: 1, by: 1 }, unique: true },
  { key: { conversation: 1, n: 1 }, partialFilterExpression: { kind: 'message' } },
  { key: { mentions: 1, conversation: 1, n: 1 }, partialFilterExpression: { mentions: { $exists: true } } },
  {
    key: { conversation: 1, replaced: 1, of: 1, seq: 1 },
    partialFilterExpression: { of: { $exists: true } },
  },
  { key: { conversation: 1, kind: 1, replaced: 1, seq: 1 }, partialFilterExpression: { kind: 'pin' } },
]

/** @throws NewerData */
export async function prepareCollections({
  db,
  entries,
  conversations,
  invites,
  saved,
  blocks,
  reports,
  schema,
}: Collections): Promise<void> {
  const found = (await schema.findOne({ _id: 'messages' }))?.version ?? 0
  if (found > version) throw new NewerData(`The database ${db.databaseName}`, found, version)
  await entries.createIndexes(logIndexes)
  await conversations.createIndexes([
    { key: { members: 1, 'head.at': -1 } },
    { key: { pinnedBy: 1, 'head.at': -1 }, partialFilterExpression: { pinnedBy: { $exists: true } } },
    { key: { archivedBy: 1, 'head.at': -1 }, partialFilterExpression: { archivedBy: { $exists: true } } },
  ])
  await invites.createIndex({ conversation: 1, at: -1 })
  await saved.createIndexes([
    { key: { conversation: 1, n: 1, user: 1 }, unique: true },
    { key: { user: 1, _id: -1 } },
  ])
  await blocks.createIndexes([{ key: { by: 1, at: -1 } }])
  await reports.createIndexes([{ key: { done: 1, at: -1, _id: -1 } }, { key: { by: 1, at: -1 } }])
  await schema.updateOne({ _id: 'messages' }, { $max: { version } }, { upsert: true })
}
