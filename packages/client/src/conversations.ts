import type { Pointer } from '@parley/contracts/entries'
import { isGroup } from '@parley/contracts/group-ids'
import type { ClientEntry, PushFrame } from '@parley/contracts/socket'
import type { Arranged } from './arranged.ts'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'
import { DeliveryAcks } from './delivery-acks.ts'
import { type HeadOf, LogSync } from './log-sync.ts'
import type { Pauses } from './pauses.ts'
import type { Groups } from './groups.ts'
import type { People } from './people.ts'
import { Pointers } from './pointers.ts'
import { ReadMarks } from './read-marks.ts'
import type { Timing } from './timing.ts'

export interface ConversationsParts {
  connection: Connection
  people: People
  arranged: Arranged
  groups: Groups
  pauses: Pauses
  clock: Clock
  timing: Timing
  random: () => number
  start: Readonly<Record<string, number>>
  acknowledgesHeads: boolean
  /** This client's person, once known. */
  me: () => string | undefined
  entry: (entry: ClientEntry) => void
  receipt: (conversation: string, pointer: Pointer) => void
}

type ConversationFrame = Extract<PushFrame, { type: 'entry' | 'receipt' | 'head' | 'resume' }>

/** Keeps up with all conversations of a person: entries, receipts, and what this client owes in return. */
export class Conversations {
  readonly #parts: ConversationsParts
  readonly #logs: LogSync
  readonly #pointers: Pointers
  readonly #acks: DeliveryAcks
  readonly #reads: ReadMarks
  #cancelCompare: () => void = () => {}
  #hasCompared = false

  constructor(parts: ConversationsParts) {
    this.#parts = parts
    const { connection, pauses, timing } = parts
    const isOnline = () => connection.state === 'online'
    this.#pointers = new Pointers(parts.receipt)
    this.#logs = new LogSync(
      {
        pauses,
        isOnline,
        changes: async (conversation, after) => {
          const answer = await connection.request('changes', { conversation, after })
          this.mergePointers(conversation, answer.pointers)
          return answer
        },
        apply: (entry) => this.#applied(entry),
      },
      parts.start,
    )
    this.#acks = new DeliveryAcks({
      pauses,
      isOnline,
      everyMs: timing.deliveredEveryMs,
      send: (conversation, seq) => connection.notify({ type: 'delivered', conversation, seq }),
    })
    this.#reads = new ReadMarks({
      pauses,
      isOnline,
      read: (conversation, seq) => connection.request('read', { conversation, seq }),
      stored: (conversation, pointer) => this.#pointers.merge(conversation, pointer),
    })
  }

  /** After each hello. */
  resume(heads: readonly HeadOf[]): void {
    this.#compared(heads)
    this.#reads.resume()
    this.#acks.plan()
    this.#planCompare()
  }

  /** While there is no connection, nothing is compared. */
  rest(): void {
    this.#cancelCompare()
  }

  pushed(frame: ConversationFrame): void {
    if (frame.type === 'entry') this.#logs.take(frame.entry)
    else if (frame.type === 'head') this.#logs.reach(frame.conversation, frame.seq)
    else if (frame.type === 'receipt') this.#pointers.merge(frame.conversation, frame.pointer)
    else this.#compare()
  }

  /** Nothing more comes of it, until one is let in again. */
  left({ conversation, seq }: { conversation: string; seq: number }): void {
    this.#logs.rest(conversation, seq)
  }

  take(entry: ClientEntry): void {
    this.#logs.take(entry)
  }

  follow(conversation: string, seq: number): void {
    this.#logs.follow(conversation, seq)
  }

  position(conversation: string): number | undefined {
    return this.#logs.position(conversation)
  }

  pointers(conversation: string): readonly Pointer[] {
    return this.#pointers.of(conversation)
  }

  mergePointers(conversation: string, pointers: readonly Pointer[]): void {
    for (const pointer of pointers) this.#pointers.merge(conversation, pointer)
  }

  markRead(conversation: string, seq: number): void {
    const me = this.#parts.me()
    const mine = me === undefined ? undefined : this.#pointers.get(conversation, me)
    if (mine === undefined || mine.readSeq < seq) this.#reads.mark(conversation, seq)
  }

  #applied(entry: ClientEntry): void {
    if (entry.by !== this.#parts.me()) this.#acks.add(entry.conversation, entry.seq)
    // What nobody may see only counts.
    if (entry.kind !== 'void') this.#parts.entry(entry)
  }

  #compared(heads: readonly HeadOf[]): void {
    const me = this.#parts.me()
    for (const { conversation, pointers, head } of heads) {
      this.mergePointers(conversation, pointers)
      const mine = pointers.find(({ user }) => user === me)
      const known = this.#parts.acknowledgesHeads ? head.seq : (this.#logs.position(conversation) ?? 0)
      // An acknowledgement has no answer: this is where a lost one shows.
      if (mine !== undefined && mine.deliveredSeq < known) this.#acks.add(conversation, known)
    }
    this.#logs.compare(heads)
    // Lists say of a group only how far oneself is. Whoever goes on where a client before it stopped was told nothing yet.
    const isTold = (conversation: string) =>
      this.pointers(conversation).length > 1 ||
      (!this.#hasCompared && Object.hasOwn(this.#parts.start, conversation))
    for (const { conversation } of heads)
      if (isGroup(conversation) && isTold(conversation)) this.#logs.refresh(conversation)
    this.#hasCompared = true
  }

  #compare(): void {
    this.#parts.connection
      .request('heads')
      .then(({ conversations, people }) => {
        this.#parts.people.add(people)
        this.#parts.arranged.learn(conversations)
        this.#parts.groups.learn(conversations)
        this.#compared(conversations)
      })
      // The next comparison, or the next hello, makes good for it.
      .catch(() => {})
      .finally(() => this.#planCompare())
  }

  #planCompare(): void {
    const { clock, timing, random, connection } = this.#parts
    this.#cancelCompare()
    if (connection.state !== 'online') return
    const ms = timing.compareEveryMs * (0.75 + random() / 2)
    this.#cancelCompare = clock.after(ms, () => this.#compare())
  }
}
