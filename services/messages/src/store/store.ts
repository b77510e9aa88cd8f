import type { Entry, Head, Invite, Own, Pointer } from '@parley/contracts'
import type { GroupState } from '../groups/group-state.ts'
import type { BlockStore } from './block-store.ts'
import type { Changed, LogRecord } from './log-record.ts'
import type { ReportStore } from './report-store.ts'
import type { SavedStore } from './saved-store.ts'

/** Where a conversation's log ends. */
export interface LogEnd {
  seq: number
  n: number
  at: number
  /** In a group: see `LogRecord.g`. */
  g?: number
}

/** One writer's row of batches. `done`: the w up to which everything after the write is finished. */
export interface Lane {
  id: string
  done: number
  /** The w up to which heads and pointers are stored. */
  applied: number
  /** Moves as long as the writer lives. */
  beat: number
}

/**
 * What became of an ordered batch. `stopped`: the records before index `at` are durable, that one broke a unique
 * index, nothing after it was tried. `unclear`: any first part of the batch may be there, or may still come.
 */
export type Outcome =
  | { kind: 'written' }
  | { kind: 'stopped'; at: number }
  | { kind: 'unclear'; cause: unknown }

export interface StoredConversation {
  conversation: string
  head: Head
  /** Of a group with many members, those that were asked for. */
  pointers: Pointer[]
  /** Of a group: as of which entry its members are stored. */
  g?: number
  /** How its members have arranged it, each for themselves; of those who have not, or were not asked for, there is none. */
  owns?: MemberOwn[]
}

export interface MemberOwn extends Own {
  user: string
}

/** What becomes of one member's `Own`; null takes something away, what is left out stays. */
export interface OwnChange {
  conversation: string
  user: string
  pinned?: true | null
  archivedN?: number | null
  mutedUntil?: number | null
  markedSeq?: number | null
  hearsMentions?: true | null
}

/** Which of a person's conversations are meant: those that are neither pinned nor archived are `listed`. */
export type Place = 'all' | 'listed' | 'pinned' | 'archived'

/**
 * What is known of a conversation's head, to be stored as far as it is later than the stored one: see `laterHead`. Of two
 * people, with who they are; of a group only where it is stored already (`putGroup`).
 */
export interface HeadMove {
  conversation: string
  members: readonly string[]
  head: Head
}

/** One member's pointers, each to be stored where it is further than the stored one. */
export interface PointerMove extends Pointer {
  conversation: string
  members: readonly string[]
}

/** What others than one member wrote and is not deleted, numbered above `above` up to and including `upTo`. */
export interface MessageRange {
  conversation: string
  notBy: string
  above: number
  upTo: number
  /** Whether the log may have deletions. */
  isChanged: boolean
}

export interface StoredInvite extends Invite {
  conversation: string
}

/** Ways into groups, by their tokens. */
export interface InviteStore {
  /** One that is there already stays as it is. */
  putInvite(invite: StoredInvite): Promise<void>
  invite(token: string): Promise<StoredInvite | undefined>
  /** The newest first. */
  invitesOf(conversation: string): Promise<StoredInvite[]>
  /** Counts one more use; false where it lets nobody in any more. `now` in milliseconds since 1970. */
  useInvite(token: string, now: number): Promise<boolean>
  removeInvite(conversation: string, token: string): Promise<void>
}

/**
 * What the log stands on. Two makers exist: MongoDB and SQLite; `test/store/suite.ts` is the definition. What has been
 * answered is durable, and every read sees it. A read that cannot be done throws ParleyError UNAVAILABLE.
 */
export interface Store extends InviteStore, SavedStore {
  /** Nobody else can have this data open, so the lanes found at start are dead. */
  readonly exclusive: boolean
  /** What operators know it as. */
  readonly name: string
  readonly blocks: BlockStore
  readonly reports: ReportStore

  /** Makes indexes and the schema's version; may be repeated. @throws NewerData @throws ParleyError UNAVAILABLE */
  open(): Promise<void>
  /** @throws where the store is away */
  ping(): Promise<void>
  close(): Promise<void>

  /** Stores a new lane: before its first record, and never again. */
  openLane(id: string): Promise<void>
  /** Moves a lane's checkpoint and beat. False: there is no such lane any more. */
  touchLane(lane: Lane): Promise<boolean>
  lanes(): Promise<Lane[]>
  removeLane(id: string): Promise<void>
  /** The records with w = after + 1, after + 2 … in order, cut at the first that is missing. */
  readLane(id: string, after: number, limit: number): Promise<LogRecord[]>

  /** Writes a batch in its order. Never throws for what the store says: see `Outcome`. */
  insert(records: LogRecord[]): Promise<Outcome>
  /** Of conversations without entries there is none. */
  logEnds(conversations: string[]): Promise<Map<string, LogEnd>>
  byClientId(conversation: string, by: string, clientId: string): Promise<LogRecord | undefined>
  bySeq(conversation: string, seq: number): Promise<LogRecord | undefined>
  /** Entries with seq = after + 1, after + 2 … in order, cut at the first that is missing. */
  changes(conversation: string, after: number, limit: number): Promise<Entry[]>
  /** Messages with n = from … to in order, as they were written, cut at the first that is missing. */
  messages(conversation: string, from: number, to: number): Promise<Entry[]>
  /** Messages by their numbers, as they are now; in any order, without those that are not there. */
  numbered(conversation: string, numbers: readonly number[]): Promise<Entry[]>
  /** What changed messages with n = from … to, without what `settle` has marked as replaced; in any order. */
  changesOf(conversation: string, from: number, to: number): Promise<Entry[]>
  /** A message and its edits, the newest first. */
  versions(conversation: string, n: number, limit: number): Promise<Entry[]>
  /**
   * Does what entries that change a message leave to be done, and may be repeated: if one of them is a deletion, takes
   * the texts from the message, its edits and its reactions; else marks the edits, reactions and pins that are replaced or
   * taken back. Where it is deleted, which is answered with true, nobody has it saved any more.
   */
  settle(changed: Changed): Promise<boolean>
  /** Numbers of messages with a pin that `settle` has not marked, the last pinned first, each once; some may be deleted by now. */
  pinnedNumbers(conversation: string): Promise<number[]>
  /** The newest messages of a range, as they were written, newest first. */
  newest(range: MessageRange, limit: number): Promise<Entry[]>
  /** Messages of these ranges that mention `notBy` of theirs and are not deleted: altogether at most `limit`, the newest. */
  mentioning(ranges: MessageRange[], limit: number): Promise<Entry[]>
  /** How many messages each range has, counted up to `limit`; in the order asked. */
  count(ranges: MessageRange[], limit: number): Promise<number[]>

  /** Ids of stored conversations in their order, after one. */
  conversationIds(after: string, limit: number): Promise<string[]>
  /** With a `user`, of groups that person's pointer alone. */
  find(conversations: string[], user?: string): Promise<Map<string, StoredConversation>>
  /** A person's conversations with entries, all of them or those of one place, by their heads' `at` (below `before`), newest first. */
  conversationsOf(
    user: string,
    options: { before?: number; limit: number; place?: Place },
  ): Promise<StoredConversation[]>
  /** Those of a person's conversations where messages come after the person's readN, at most `limit`. */
  behind(user: string, limit: number): Promise<StoredConversation[]>
  /** Stores heads and pointers, forward only. */
  move(moves: { heads: HeadMove[]; pointers: PointerMove[] }): Promise<void>
  group(conversation: string): Promise<GroupState | undefined>
  /**
   * Stores a group, unless it is stored as of a later entry: whom it has lists it from then on, and no others do. Pointers
   * of those who came begin where they came, at least; those of who left, and what they arranged, are gone.
   */
  putGroup(group: GroupState): Promise<void>
  /** Changes what one member has arranged, as a whole, and counts its `revision` up; undefined where there is no such conversation. */
  arrange(change: OwnChange): Promise<Own | undefined>
  /** Takes away all that a person has arranged, everywhere. */
  forgetOwns(user: string): Promise<void>
}
