import type { KnownPerson, Person, Status } from '@parley/contracts'

/** An account as it is kept. */
export interface Account {
  id: string
  username: string
  displayName: string
  /** An argon2id hash, one of Django's, or empty where no password opens this account. */
  passwordHash: string
  isAdmin: boolean
  disabled: boolean
  /** Grows whenever all sessions of this person end. */
  epoch: number
  /** Grows with each change that others must hear of. */
  revision: number
  /** The epoch that others have heard of. */
  toldEpoch: number
  /** Milliseconds since 1970. */
  joinedAt: number
  /** Nobody may know whether this person is online. Left out where it is not so. */
  hidesPresence?: boolean
  status?: Status
  /** When its person deleted it; then nothing of them is in it any more. */
  deletedAt?: number
}

export interface NewAccount
  extends Pick<Account, 'id' | 'username' | 'displayName' | 'passwordHash' | 'joinedAt'> {
  isAdmin: boolean
  disabled: boolean
  /** What the directory finds this person by. */
  terms: string[]
  /** PBKDF2 iterations of a hash taken over from elsewhere, 0 for one of our own. */
  legacyIterations: number
  /** Digest of the invite that this account was made with. */
  invite?: string
  /** Digest of the username: of all accounts that there are, or were, one has it. */
  claim: string
}

/** What is left of an account when its person has deleted it. */
export interface Erasure {
  username: string
  displayName: string
  /** Of the username that it had. */
  claim: string
  at: number
  /** Nothing is erased where the person's epoch is another one. */
  ifEpoch: number
}

export interface Change {
  /** With what the directory finds the person by from now on. */
  displayName?: { name: string; terms: string[] }
  isAdmin?: boolean
  disabled?: boolean
  /** A hash of our own. */
  passwordHash?: string
  hidesPresence?: boolean
  /** Null takes it away. */
  status?: Status | null
  /** Whether all sessions of the person end. */
  endSessions: boolean
  /** Nothing is changed where the person's epoch is another one. */
  ifEpoch?: number
}

/** A session that has begun and, as far as is known, not ended. */
export interface OpenSession {
  user: string
  session: string
  epoch: number
  /** What it is used with, in words; empty where that is not known. */
  device: string
  /** 0 where that is not known. */
  begunAt: number
  /** When it was last noted to be used. */
  usedAt: number
  /** It ends by itself before this. */
  expiresAt: number
}

export interface EndedSession {
  user: string
  session: string
  /** When the session would have ended by itself: until then it must be known that it has ended. */
  expiresAt: number
  /** The person's epoch when it ended. */
  epoch: number
}

/** An account without what says which of its changes others have heard of. */
export interface KeptAccount extends Omit<Account, 'revision' | 'toldEpoch'> {
  legacyIterations: number
  /** Digest of the invite that it was made with. */
  invite?: string
  /** Of a deleted one. */
  claim?: string
}

export interface KeptInvite {
  digest: string
  expiresAt: number
}

/** All that an owner of accounts keeps, or a part of it. */
export interface Kept {
  people: KeptAccount[]
  invites: KeptInvite[]
  ended: EndedSession[]
}

/** A part of what is kept: after a key, in its order. */
export interface Page {
  /** A person's id, an invite's digest, or `<user>:<session>`. */
  after: string
  limit: number
}

/** What happened and was stored, but perhaps not told yet. */
export type Announcement =
  | {
      kind: 'account'
      user: string
      revision: number
      epoch: number
      toldEpoch: number
      /** What belongs to the person elsewhere is to go. */
      isDeleted?: true
    }
  | { kind: 'session'; user: string; session: string; epoch: number }

/**
 * Where accounts are kept. Two makers: `mongodbStore`, `sqliteStore`; `test/store/suite.ts` is the definition.
 * A promise that resolves is durable. @throws StoreUnavailable from everything while it is away
 */
export interface AccountStore {
  readonly kind: 'mongodb' | 'sqlite'

  /**
   * Makes what is missing of indexes and tables. Rejects with StoreUnavailable while the store is away; then, the
   * first use that finds it back does the same. @throws StoreTooNew
   */
  open(): Promise<void>
  ping(): Promise<void>
  close(): Promise<void>

  /** Of two with one username, or one invite, exactly one is inserted. */
  insert(account: NewAccount): Promise<'inserted' | 'usernameTaken' | 'inviteUsed'>
  byId(id: string): Promise<Account | undefined>
  byUsername(username: string): Promise<Account | undefined>
  /** Without order; unknown ids are left out. */
  people(ids: string[]): Promise<KnownPerson[]>
  /** By username, without disabled ones: those with a term that starts with `prefix` (empty: all), after `after`. */
  search(search: { prefix: string; after: string; limit: number }): Promise<Person[]>
  count(): Promise<number>

  /** Changes an account and notes that others must hear of it; undefined where there is none, or of another epoch. */
  change(id: string, change: Change): Promise<Account | undefined>
  /**
   * Takes everything of a person out of their account, ends all their sessions, and notes that others must hear of it; all
   * at once. Undefined where there is none, of another epoch, or erased already.
   */
  erase(id: string, erasure: Erasure): Promise<Account | undefined>
  /** Removes what is known of a person's sessions, those that ended included. */
  removeSessions(user: string): Promise<void>
  /** Stores the same password hashed anew, unless the hash has become another one meanwhile. */
  replaceHash(id: string, from: string, to: string): Promise<void>
  /** The most PBKDF2 iterations that any account's hash takes, 0 where all are our own. */
  legacyIterations(): Promise<number>

  addInvite(invite: { digest: string; expiresAt: number }): Promise<void>
  inviteExpiresAt(digest: string): Promise<number | undefined>

  /**
   * Records a session, or its use: of one that is recorded already the later times count, and the rest stays. What is
   * left of the person's older epochs goes.
   */
  noteSession(open: OpenSession): Promise<void>
  session(user: string, session: string): Promise<OpenSession | undefined>
  /** Those of a person's epoch that were not ended, the one used last first. */
  sessions(user: string, epoch: number, limit: number): Promise<OpenSession[]>

  /** Notes that others must hear of it; repeating does no harm. */
  endSession(ended: EndedSession): Promise<void>
  isEnded(user: string, session: string): Promise<boolean>

  /** What others have perhaps not heard of. */
  untold(limit: number): Promise<Announcement[]>
  told(announcement: Announcement): Promise<void>

  copyPeople(page: Page): Promise<KeptAccount[]>
  copyInvites(page: Page): Promise<KeptInvite[]>
  copyEnded(page: Page): Promise<EndedSession[]>
  /**
   * Puts copies back, all of them together or (MongoDB) each by itself; those that are there already stay. There is
   * nothing to tell of them, but for those who are deleted. Conflict: a username or an invite is somebody else's.
   */
  restore(
    kept: Kept & { terms: Map<string, string[]>; claims: Map<string, string> },
  ): Promise<'restored' | 'conflict'>

  /** Removes sessions, ended ones and invites whose time was over at `now`. */
  sweep(now: number): Promise<void>
}
