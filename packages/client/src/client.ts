import type { Entry } from '@parley/contracts/entries'
import type { Group } from '@parley/contracts/groups'
import type { InputOf, OutputOf } from '@parley/contracts/operation'
import type { Arrangement, Own } from '@parley/contracts/own'
import type { Person } from '@parley/contracts/people'
import type {
  Answers,
  ClientEntry,
  GroupOperation,
  GroupOperations,
  PushFrame,
} from '@parley/contracts/socket'
import { type Assembled, assemble } from './assemble.ts'
import type { ForwardResult } from './changes.ts'
import type { ClientEvents, ClientParts, HistoryRange, InboxPage, Pointer, Target } from './client-types.ts'
import type { ConnectionState, EndReason } from './connection-types.ts'
import { Emitter, reportUncaught } from './emitter.ts'
import type { OutboxItem } from './outbox-item.ts'

/**
 * One person's connection to Parley: entries in order and once, messages sent in order and once, whatever the network
 * does. Nothing happens before `connect`.
 */
export class ParleyClient {
  readonly #emitter: Emitter<ClientEvents>
  readonly #made: Assembled
  #state: ConnectionState = 'stopped'
  #me: Person | undefined
  #loading: Promise<void> | undefined
  /** `close` may come while `connect` is still reading the outbox. */
  #isWanted = false

  constructor(parts: ClientParts) {
    this.#emitter = new Emitter(parts.report ?? reportUncaught)
    this.#made = assemble(parts, this.#emitter, {
      stateChanged: (state, reason) => this.#stateChanged(state, reason),
      welcomed: (hello) => this.#welcomed(hello),
      pushed: (frame) => this.#pushed(frame),
      applied: (entry) => this.#applied(entry),
      me: () => this.#me?.id,
    })
  }

  get state(): ConnectionState {
    return this.#made.connection.state
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
    this.#loading ??= this.#made.outbox.start()
    await this.#loading
    if (!this.#isWanted) return
    this.#made.sender.start()
    this.#made.connection.connect()
  }

  /** Closes the socket and gives up the lock; unsent messages stay. `connect` goes on. */
  close(): void {
    this.#isWanted = false
    this.#made.sender.stop()
    this.#made.connection.stop()
    this.#made.pauses.endAll()
  }

  /** Lets another tab send, if one is waiting for its turn. To be called when this one is hidden. */
  yieldSending(): void {
    if (!this.#isWanted) return
    this.#made.sender.stop()
    this.#made.sender.start()
  }

  /**
   * To be called when the network or the computer came back or went, or the tab is looked at again. A connection that
   * does not show within `deadlineMs` (`wakeDeadlineMs` by default) that it survived is given up.
   */
  wake(deadlineMs?: number): void {
    this.#made.connection.wake(deadlineMs)
  }

  /**
   * Takes a message into the outbox; resolves once it is safely kept. Its way from there is told as `outbox`.
   * `seen`: the seq up to which its author had seen the conversation; `re`: the number of the message that it is a reply to.
   * @throws ParleyError INVALID or TOO_LARGE for a text that no server takes, OutboxFullError
   */
  send({ conversation, username }: Target, text: string, seen?: number, re?: number): Promise<OutboxItem> {
    return this.#made.outbox.add({ conversation, username, text, seen, re })
  }

  /** Sends a failed message again, or one of unknown fate at once. */
  async retry(clientId: string): Promise<void> {
    await this.#made.outbox.retry(clientId)
    this.#made.sender.hurry()
  }

  /** Forgets a failed message. @throws ParleyError CONFLICT for one that may be sent already */
  async discard(clientId: string): Promise<void> {
    await this.#made.outbox.discard(clientId)
    this.#made.sender.kick()
  }

  /** Messages that are not in the log yet, in the order in which they were written. */
  outbox(conversation?: string): OutboxItem[] {
    return this.#made.outbox.items(conversation)
  }

  /** For logging out: forgets every unsent message, in all tabs. */
  eraseOutbox(): Promise<void> {
    return this.#made.outbox.erase()
  }

  /**
   * Gives a message of one's own (its `n`) another text; resolves with the entry that does, once it is stored. Repeated
   * until the server has answered, also over interruptions, but not beyond the life of this client.
   * @throws ParleyError INVALID, TOO_LARGE, NOT_FOUND, FORBIDDEN for another's, CONFLICT where it is deleted
   */
  edit(conversation: string, n: number, text: string): Promise<Entry> {
    return this.#made.changes.edit(conversation, n, text)
  }

  /**
   * Deletes a message of one's own for everybody; resolves once its text is gone. Repeated as `edit` is.
   * @throws ParleyError NOT_FOUND, FORBIDDEN for another's
   */
  remove(conversation: string, n: number): Promise<Entry> {
    return this.#made.changes.remove(conversation, n)
  }

  /**
   * Reacts to a message with one emoji; resolves once it is stored. Repeated as `edit` is; done twice, it is there once.
   * @throws ParleyError INVALID, NOT_FOUND, CONFLICT where it is deleted or has 20 kinds of reactions
   */
  react(conversation: string, n: number, emoji: string): Promise<void> {
    return this.#made.changes.react(conversation, n, emoji)
  }

  /** Takes one's own reaction back, if it is there. */
  unreact(conversation: string, n: number, emoji: string): Promise<void> {
    return this.#made.changes.unreact(conversation, n, emoji)
  }

  /**
   * Pins a message for all of its conversation; resolves once it is stored. Repeated as `edit` is.
   * @throws ParleyError NOT_FOUND, CONFLICT where it is deleted or 50 are pinned
   */
  pin(conversation: string, n: number): Promise<void> {
    return this.#made.changes.pin(conversation, n)
  }

  /** Ends that, whoever pinned it. */
  unpin(conversation: string, n: number): Promise<void> {
    return this.#made.changes.unpin(conversation, n)
  }

  /** The pinned messages of a conversation, the last pinned first. @throws ParleyError NOT_FOUND, UNAVAILABLE */
  pinned(conversation: string): Promise<Entry[]> {
    return this.#made.lookups.pinned(conversation)
  }

  /**
   * Saves a message for this person alone; nobody else learns of it. Repeated as `edit` is.
   * @throws ParleyError NOT_FOUND, CONFLICT where it is deleted or 1,000 are saved
   */
  save(conversation: string, n: number): Promise<void> {
    return this.#made.changes.save(conversation, n)
  }

  /** Ends that. */
  unsave(conversation: string, n: number): Promise<void> {
    return this.#made.changes.unsave(conversation, n)
  }

  /** What this person has saved, the last first; `before` is the `next` of the page before. @throws ParleyError UNAVAILABLE */
  saved(page: { before?: string } = {}): Promise<Answers['saved']> {
    return this.#made.lookups.saved(page)
  }

  /**
   * Writes a message to other conversations (at most 20), as it is now and marked as forwarded. Repeated as `edit` is, also where
   * only some of them could be written to; resolves with what became of each. It is in each once.
   * @throws ParleyError where none was written: NOT_FOUND, CONFLICT where it is deleted
   */
  forward(conversation: string, n: number, to: readonly string[]): Promise<ForwardResult[]> {
    return this.#made.changes.forward(conversation, n, to)
  }

  /** A message as it is, and its texts, the newest first. @throws ParleyError NOT_FOUND, UNAVAILABLE */
  versions(conversation: string, n: number): Promise<Answers['versions']> {
    return this.#made.connection.request('versions', { conversation, n })
  }

  /** The conversation with a person; nothing is written by it. @throws ParleyError NOT_FOUND */
  open(username: string): Promise<Answers['open']['conversation']> {
    return this.#made.lookups.open(username)
  }

  /** Messages, oldest first. Does not mark them as read. */
  history(conversation: string, range: HistoryRange = {}): Promise<Answers['history']> {
    return this.#made.lookups.history(conversation, range)
  }

  /** By last activity, on the first page what is pinned before it. */
  inbox(page: InboxPage = {}): Promise<Answers['inbox']> {
    return this.#made.lookups.inbox(page)
  }

  /**
   * One of the operations about groups: asked once, to be repeated with the same client id.
   * @throws ParleyError INVALID, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE
   */
  group<N extends GroupOperation>(
    operation: N,
    input: InputOf<GroupOperations[N]>,
  ): Promise<OutputOf<GroupOperations[N]>> {
    return this.#made.lookups.group(operation, input)
  }

  /** Changes what is named, for this person alone; asked once. @throws ParleyError NOT_FOUND, CONFLICT, UNAVAILABLE */
  arrange(conversation: string, change: Arrangement): Promise<Own> {
    return this.#made.arranged.arrange(conversation, change)
  }

  /** How this person has arranged a conversation, where they have. */
  own(conversation: string): Own | undefined {
    return this.#made.arranged.of(conversation)
  }

  /** The server's time, in milliseconds since 1970: until when something is muted is said by it. */
  get now(): number {
    return this.#made.arranged.now
  }

  /**
   * Blocks a person: neither of the two can write to the other from then on, and neither sees whether the other is there
   * or types. Asked once. @throws ParleyError NOT_FOUND, INVALID for oneself, CONFLICT beyond 1,000 people, UNAVAILABLE
   */
  async block(user: string): Promise<void> {
    await this.#made.connection.request('block', { user })
  }

  /** Takes one's own block of a person back; where there is none, it does nothing. Asked once. @throws ParleyError UNAVAILABLE */
  async unblock(user: string): Promise<void> {
    await this.#made.connection.request('unblock', { user })
  }

  /** Whom this person blocks, the newest first, all of them. @throws ParleyError UNAVAILABLE */
  async blocked(): Promise<Answers['blocked']['blocked']> {
    const { blocked, people } = await this.#made.connection.request('blocked')
    this.#made.people.add(people)
    return blocked
  }

  /** Emits the entries of a conversation after `seq`, unless it is followed already. */
  follow(conversation: string, seq: number): void {
    this.#made.conversations.follow(conversation, seq)
  }

  /** The seq up to which entries were emitted or counted as known. */
  position(conversation: string): number | undefined {
    return this.#made.conversations.position(conversation)
  }

  /** Repeated until the server has it, also over interruptions. */
  markRead(conversation: string, seq: number): void {
    this.#made.conversations.markRead(conversation, seq)
  }

  /** Whose presence is told from now on, at most 200; also after interruptions. */
  watch(users: readonly string[]): void {
    this.#made.presence.watch(users)
  }

  /**
   * Says that this person is writing something in a conversation, or (`active` false) not any more. To be called at each
   * keystroke: the others are told every 3 s, and it is over 5 s after they were told last.
   */
  tellTyping(conversation: string, active: boolean): void {
    this.#made.typing.tell(conversation, active)
  }

  /** Ids of the others who are writing something there now. */
  typing(conversation: string): readonly string[] {
    return this.#made.typing.of(conversation)
  }

  person(id: string): Person | undefined {
    return this.#made.people.get(id)
  }

  /** Asks the server about whoever is not known yet. */
  findPerson(id: string): Promise<Person | undefined> {
    return this.#made.people.find(id, () => this.#made.connection.request('people', { users: [id] }))
  }

  /** A group of this person, by its conversation, as far as it is known here. */
  groupOf(conversation: string): Group | undefined {
    return this.#made.groups.of(conversation)
  }

  /** What a group is called; known of all that is unread, too. */
  groupName(conversation: string): string | undefined {
    return this.#made.groups.nameOf(conversation)
  }

  pointers(conversation: string): readonly Pointer[] {
    return this.#made.conversations.pointers(conversation)
  }

  #stateChanged(state: ConnectionState, reason: EndReason | undefined): void {
    const previous = this.#state
    this.#state = state
    if (state !== 'online') {
      this.#made.conversations.rest()
      this.#made.typing.forget()
    }
    if (state === 'ended') this.#made.sender.stop()
    this.#emitter.emit('state', { state, reason })
    this.#made.sender.stateChanged(state, previous)
  }

  #welcomed(hello: Answers['hello']): void {
    this.#made.arranged.welcomed(hello, this.#me === undefined)
    this.#me = hello.me
    this.#made.people.add([hello.me, ...hello.people])
    this.#made.groups.learn(hello.conversations)
    this.#emitter.emit('online', hello)
    this.#emitter.emit('unread', hello.unread)
    this.#made.pauses.endAll()
    this.#made.conversations.resume(hello.conversations)
    this.#made.presence.resume()
  }

  #pushed(frame: PushFrame): void {
    if (frame.type === 'presence') this.#emitter.emit('presence', frame.presence)
    else if (frame.type === 'person') {
      this.#made.people.add([frame.person])
      this.#emitter.emit('person', frame.person)
    } else if (frame.type === 'typing') this.#made.typing.told(frame)
    else if (frame.type === 'arranged') this.#made.arranged.told(frame.conversation, frame.own)
    else if (frame.type === 'left') this.#left(frame)
    else if (frame.type === 'unread') {
      this.#made.people.add(frame.people)
      this.#made.groups.learnNames(frame.groups ?? [])
      this.#emitter.emit('unread', frame.unread)
    } else this.#made.conversations.pushed(frame)
  }

  #left(left: { conversation: string; seq: number }): void {
    this.#made.conversations.left(left)
    this.#made.groups.forget(left.conversation)
    this.#emitter.emit('left', left.conversation)
  }

  #applied(entry: ClientEntry): void {
    if (entry.kind === 'members') this.#made.groups.apply(entry, this.#me?.id)
    this.#emitter.emit('entry', entry)
    if (entry.by !== this.#me?.id) return
    // An answer that was lost is as good as given once the message is seen in the log.
    this.#made.outbox.markSent(entry.clientId, entry).catch(() => {})
  }
}
