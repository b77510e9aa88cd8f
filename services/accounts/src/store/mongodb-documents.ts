import type { KnownPerson } from '@parley/contracts'
import type { Collection, Db } from 'mongodb'
import { StoreTooNew } from './errors.ts'
import { isDuplicate } from './mongodb-errors.ts'
import type { Account, OpenSession } from './store.ts'

export const schemaVersion = 5

export interface PersonDocument extends Omit<Account, 'id'> {
  _id: string
  terms: string[]
  /** Only where it is not 0. */
  legacyIterations?: number
  invite?: string
  /** Missing in accounts of before: these get theirs when they are deleted. */
  claim?: string
  /** Only where there is something to tell. */
  untold?: true
}

export interface InviteDocument {
  _id: string
  expiresAt: number
}

export interface EndedDocument {
  /** `<user>:<session>` */
  _id: string
  user: string
  session: string
  expiresAt: number
  epoch: number
  untold?: true
}

export interface SessionDocument extends OpenSession {
  /** `<user>:<session>` */
  _id: string
}

interface MetaDocument {
  _id: string
  version: number
}

export interface Collections {
  people: Collection<PersonDocument>
  invites: Collection<InviteDocument>
  ended: Collection<EndedDocument>
  sessions: Collection<SessionDocument>
  meta: Collection<MetaDocument>
}

export function collectionsOf(database: Db): Collections {
  return {
    people: database.collection('accounts_people'),
    invites: database.collection('accounts_invites'),
    ended: database.collection('accounts_ended_sessions'),
    sessions: database.collection('accounts_sessions'),
    meta: database.collection('accounts_meta'),
  }
}

/** Makes what is missing; several instances may do so at once. @throws StoreTooNew */
export async function prepare({ people, invites, ended, sessions, meta }: Collections): Promise<void> {
  const found = (await meta.findOne({ _id: 'schema' }))?.version ?? 0
  if (found > schemaVersion) throw new StoreTooNew(found, schemaVersion)
  await people.createIndexes([
    { key: { username: 1 }, unique: true },
    { key: { invite: 1 }, unique: true, sparse: true },
    { key: { claim: 1 }, unique: true, sparse: true },
    { key: { terms: 1, username: 1 } },
    { key: { untold: 1 }, sparse: true },
    { key: { legacyIterations: 1 }, sparse: true },
  ])
  await invites.createIndexes([{ key: { expiresAt: 1 } }])
  await ended.createIndexes([{ key: { expiresAt: 1 } }, { key: { untold: 1 }, sparse: true }])
  await sessions.createIndexes([{ key: { user: 1, epoch: 1, usedAt: -1 } }, { key: { expiresAt: 1 } }])
  // Never lowered: another instance may be of a newer version by now.
  try {
    await meta.updateOne({ _id: 'schema' }, { $max: { version: schemaVersion } }, { upsert: true })
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

export const accountFields = {
  username: 1,
  displayName: 1,
  passwordHash: 1,
  isAdmin: 1,
  disabled: 1,
  epoch: 1,
  revision: 1,
  toldEpoch: 1,
  joinedAt: 1,
  hidesPresence: 1,
  status: 1,
  deletedAt: 1,
} as const

export const personFields = {
  username: 1,
  displayName: 1,
  hidesPresence: 1,
  status: 1,
  deletedAt: 1,
} as const

export function accountOf(
  document: Pick<PersonDocument, '_id' | keyof typeof accountFields> | null,
): Account | undefined {
  if (!document) return undefined
  const { _id: id, ...account } = document
  return { id, ...account }
}

export function personOf({
  _id: id,
  deletedAt,
  ...person
}: Pick<PersonDocument, '_id' | keyof typeof personFields>): KnownPerson {
  return { id, ...person, ...(deletedAt === undefined ? {} : { deleted: true }) }
}
