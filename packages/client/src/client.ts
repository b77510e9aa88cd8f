import type { Person } from '@parley/contracts/people'
import type { Answers, ClientEntry, PushFrame } from '@parley/contracts/socket'
import type { ClientEvents, ClientParts, HistoryRange, Pointer, Target } from './client-types.ts'
import { systemClock } from './clock.ts'
import { Connection } from './connection.ts'
import type { ConnectionState, EndReason } from './connection-types.ts'
import { Conversations } from './conversations.ts'
import { Emitter, reportUncaught } from './emitter.ts'
import type { Outbox } from './outbox.ts'
import type { OutboxItem } from './outbox-item.ts'
import { memoryStorage } from './outbox-storage.ts'
import { Pauses } from './pauses.ts'
import { People } from './people.ts'
import { PresenceWatch } from './presence-watch.ts'
import { newId } from './new-id.ts'
import { noLock } from './sender-lock.ts'
import type { Sender } from './sender.ts'
import { createSending } from './sending.ts'
import { defaultTiming } from './timing.ts'
import { Typing } from './typing.ts'

/**
 * One person's connection to Parley: entries in order and once, messages sent in order and once, whatever the network
 * does. Nothing happens before `connect`.
 */
export class ParleyClient {
  readonly #connection: Connection
  readonly #emitter: Emitter<ClientEvents>
  readonly #conversations: Conversations
  readonly #people = new People()
  readonly #outbox: Outbox
  readonly #sender: Sender
  readonly #pauses: Pauses
  readonly #presence: PresenceWatch
  readonly #typing: Typing
  #state: ConnectionState = 'stopped'
  #me: Person | undefined
  #loading: Promise<void> | undefined
  /** `close` may come while `connect` is still reading the outbox. */
  #isWanted = false

  constructor(parts: ClientParts) {
    const { http, openWire, account, render = false, random = Math.random, clock = systemClock } = parts
    const timing = { ...defaultTiming, ...parts.timing }
    this.#emitter = new Emitter(parts.report ?? reportUncaught)
    this.#pauses = new Pauses({ clock, timing, random })
    this.#connection = new Connection(
      { openWire, http, clock, timing, random, render, account },
      {
        stateChanged: (state, reason) => this.#stateChanged(state, reason),
        welcomed: (hello) => this.#welcomed(hello),
        pushed: (frame) => this.#pushed(frame),
      },
    )
    this.#presence = new PresenceWatch(this.#connection, (one) => this.#emitter.emit('presence', one))
    this.#typing = new Typing({
      connection: this.#connection,
      clock,
      changed: (conversation, users) => this.#emitter.emit('typing', { conversation, users }),
    })
    const common = { connection: this.#connection, clock, timing, random }
    this.#conversations = new Conversations({
      ...common,
      people: this.#people,
      pauses: this.#pauses,
      start: parts.start ?? {},
      acknowledgesHeads: parts.acknowledgesHeads ?? false,
      me: () => this.#me?.id,
      entry: (entry) => this.#applied(entry),
      receipt: (conversation, pointer) => this.#emitter.emit('receipt', { conversation, pointer }),
    })
    const { outbox, sender } = createSending({
      ...common,
      http,
      storage: parts.storage ?? memoryStorage(),
      lock: parts.lock ?? noLock,
      newId: parts.newId ?? newId,
      changed: (item) => this.#emitter.emit('outbox', item),
      discarded: (item) => this.#emitter.emit('discarded', item),
      written: (entry) => this.#conversations.take(entry),
    })
    this.#outbox = outbox
    this.#sender = sender
  }

  get state(): ConnectionState {
    return this.#connection.state
  }

  /** Known after the first hello. */
  get me(): Person | undefined {
    return this.#me
  }

  on<K extends keyof ClientEvents>(name: K, listener: (value: ClientEvents[K]) => void): () => void {
    return this.#emitter.on(name, listener)
  }

  /** Reads the outbox, then connects and keeps connected until `close` or the end of the session. */
  async connect(): Promise<void> {
    this.#isWanted = true
    this.#loading ??= this.#outbox.start()
    await this.#loading
    if (!this.#isWanted) return
    this.#sender.start()
    this.#connection.connect()
  }

  /** Closes the socket and gives up the lock; unsent messages stay. `connect` goes on. */
  close(): void {
    this.#isWanted = false
    this.#sender.stop()
    this.#connection.stop()
    this.#pauses.endAll()
  }

  /** Lets another tab send, if one is waiting for its turn. To be called when this one is hidden. */
  yieldSending(): void {
    if (!this.#isWanted) return
    this.#sender.stop()
    this.#sender.start()
  }

  /**
   * To be called when the network or the computer came back or went, or the tab is looked at again. A connection that
   * does not show within `deadlineMs` (`wakeDeadlineMs` by default) that it survived is given up.
   */
  wake(deadlineMs?: number): void {
    this.#connection.wake(deadlineMs)
  }

  /**
   * Takes a message into the outbox; resolves once it is safely kept. Its way from there is told as `outbox`.
   * `seen`: the seq up to which its author had seen the conversation.
   * @throws ParleyError INVALID or TOO_LARGE for a text that no server takes, OutboxFullError
   */
  send({ conversation, username }: Target, text: string, seen?: number): Promise<OutboxItem> {
    return this.#outbox.add({ conversation, username, text, seen })
  }

  /** Sends a failed message again, or one of unknown fate at once. */
  async retry(clientId: string): Promise<void> {
    await this.#outbox.retry(clientId)
    this.#sender.hurry()
  }

  /** Forgets a failed message. @throws ParleyError CONFLICT for one that may be sent already */
  async discard(clientId: string): Promise<void> {
    await this.#outbox.discard(clientId)
    this.#sender.kick()
  }

  /** Messages that are not in the log yet, in the order in which they were written. */
  outbox(conversation?: string): OutboxItem[] {
    return this.#outbox.items(conversation)
  }

  /** For logging out: forgets every unsent message, in all tabs. */
  async eraseOutbox(): Promise<void> {
    await this.#outbox.erase()
  }

  /** The conversation with a person; nothing is written by it. @throws ParleyError NOT_FOUND */
  async open(username: string): Promise<Answers['open']['conversation']> {
    const { conversation, people } = await this.#connection.request('open', { username })
    this.#people.add(people)
    this.#conversations.mergePointers(conversation.conversation, conversation.pointers)
    this.#conversations.follow(conversation.conversation, conversation.head.seq)
    return conversation
  }

  /** Messages, oldest first. Does not mark them as read. */
  async history(conversation: string, range: HistoryRange = {}): Promise<Answers['history']> {
    const answer = await this.#connection.request('history', { conversation, ...range })
    this.#conversations.mergePointers(conversation, answer.pointers)
    return answer
  }

  /** Conversations by last activity; `before` is the `head.at` of the last one seen. */
  async inbox(before?: number): Promise<Answers['inbox']> {
    const answer = await this.#connection.request('inbox', before === undefined ? {} : { before })
    this.#people.add(answer.people)
    return answer
  }

  /** Emits the entries of a conversation after `seq`, unless it is followed already. */
  follow(conversation: string, seq: number): void {
    this.#conversations.follow(conversation, seq)
  }

  /** The seq up to which entries were emitted or counted as known. */
  position(conversation: string): number | undefined {
    return this.#conversations.position(conversation)
  }

  /** Repeated until the server has it, also over interruptions. */
  markRead(conversation: string, seq: number): void {
    this.#conversations.markRead(conversation, seq)
  }

  /** Whose presence is told from now on, at most 200; also after interruptions. */
  watch(users: readonly string[]): void {
    this.#presence.watch(users)
  }

  /**
   * Says that this person is writing something in a conversation, or (`active` false) not any more. To be called at each
   * keystroke: the others are told every 3 s, and it is over 5 s after they were told last.
   */
  tellTyping(conversation: string, active: boolean): void {
    this.#typing.tell(conversation, active)
  }

  /** Ids of the others who are writing something there now. */
  typing(conversation: string): readonly string[] {
    return this.#typing.of(conversation)
  }

  person(id: string): Person | undefined {
    return this.#people.get(id)
  }

  /** Asks the server about somebody who is not known yet, as the author of a conversation that is new. */
  async findPerson(id: string): Promise<Person | undefined> {
    if (this.#people.get(id) === undefined) {
      const { people } = await this.#connection.request('heads')
      this.#people.add(people)
    }
    return this.#people.get(id)
  }

  pointers(conversation: string): readonly Pointer[] {
    return this.#conversations.pointers(conversation)
  }

  #stateChanged(state: ConnectionState, reason: EndReason | undefined): void {
    const previous = this.#state
    this.#state = state
    if (state !== 'online') {
      this.#conversations.rest()
      this.#typing.forget()
    }
    if (state === 'ended') this.#sender.stop()
    this.#emitter.emit('state', { state, reason })
    this.#sender.stateChanged(state, previous)
  }

  #welcomed(hello: Answers['hello']): void {
    this.#me = hello.me
    this.#people.add([hello.me, ...hello.people])
    this.#emitter.emit('online', hello)
    this.#emitter.emit('unread', hello.unread)
    this.#pauses.endAll()
    this.#conversations.resume(hello.conversations)
    this.#presence.resume()
  }

  #pushed(frame: PushFrame): void {
    if (frame.type === 'presence') this.#emitter.emit('presence', frame.presence)
    else if (frame.type === 'typing') this.#typing.told(frame)
    else if (frame.type === 'unread') {
      this.#people.add(frame.people)
      this.#emitter.emit('unread', frame.unread)
    } else this.#conversations.pushed(frame)
  }

  #applied(entry: ClientEntry): void {
    this.#emitter.emit('entry', entry)
    if (entry.by !== this.#me?.id) return
    // An answer that was lost is as good as given once the message is seen in the log.
    this.#outbox.markSent(entry.clientId, entry).catch(() => {})
  }
}
