import type { Bus } from '@parley/bus'
import {
  asTheyAre,
  type Conversation,
  cut,
  directMembers,
  type Entry,
  entriesCreated,
  type LiveEvent,
  limits,
  liveSubject,
  messages,
  ParleyError,
  type Pointer,
  type Unread,
} from '@parley/contracts'
import { FakeAnswers } from './answers.ts'
import { FakeOwns } from './owns.ts'

interface Log {
  id: string
  entries: Entry[]
  pointers: Map<string, Pointer>
}

/** The log in memory: only messages, one process, nothing durable. */
export class FakeMessages {
  readonly answers: FakeAnswers
  /** Lets the marking of what is read fail, while all else goes on. */
  failMarkRead = false
  readonly #bus: Bus
  readonly #owns = new FakeOwns()
  readonly #logs = new Map<string, Log>()
  readonly #saved: { user: string; conversation: string; n: number }[] = []
  #order = 0
  #lastAt = 0

  constructor(bus: Bus) {
    this.#bus = bus
    this.answers = new FakeAnswers(bus)
    this.#answerLog()
    this.#answerLists()
    this.#answerPointers()
  }

  /** Writes one message as its sender's client would have it written. */
  async write(conversation: string, by: string, text: string, clientId: string, re?: number): Promise<Entry> {
    if (re !== undefined && !messagesOf(this.#of(conversation, by).entries).some(({ n }) => n === re))
      throw new ParleyError('INVALID', 'There is no such message to reply to.', { field: 're' })
    const reply = re === undefined ? {} : { re }
    return await this.#append(conversation, { kind: 'message', by, clientId, text, ...reply })
  }

  async pin(
    conversation: string,
    by: string,
    { kind, n, clientId }: { kind: 'pin' | 'unpin'; n: number; clientId: string },
  ): Promise<Entry> {
    if (this.#message(conversation, by, n).deleted)
      throw new ParleyError('CONFLICT', 'This message was deleted.')
    return await this.#append(conversation, { kind, by, clientId, of: n })
  }

  /** Writes a message of one conversation to another. */
  async forward(
    from: { conversation: string; n: number },
    by: string,
    to: string,
    clientId: string,
  ): Promise<Entry> {
    const { text } = this.#message(from.conversation, by, from.n)
    if (text === undefined) throw new ParleyError('CONFLICT', 'This message was deleted.')
    return await this.#append(to, { kind: 'message', by, clientId, text, forwarded: true })
  }

  /** Edits a message, or, without a text, deletes it. */
  async change(
    conversation: string,
    by: string,
    { n: of, clientId, text }: { n: number; clientId: string; text?: string },
  ): Promise<Entry> {
    const message = this.#message(conversation, by, of)
    if (message.by !== by) throw new ParleyError('FORBIDDEN')
    if (message.deleted && text !== undefined) throw new ParleyError('CONFLICT', 'This message was deleted.')
    if (text !== undefined) return await this.#append(conversation, { kind: 'edit', by, clientId, of, text })
    const entry = await this.#append(conversation, { kind: 'delete', by, clientId, of })
    for (const known of this.#of(conversation, by).entries) {
      if ((known.kind === 'message' && known.n === of) || known.of === of) delete known.text
    }
    return entry
  }

  async react(
    conversation: string,
    by: string,
    { kind, n, clientId, emoji }: { kind: 'react' | 'unreact'; n: number; clientId: string; emoji: string },
  ): Promise<Entry> {
    if (this.#message(conversation, by, n).deleted)
      throw new ParleyError('CONFLICT', 'This message was deleted.')
    return await this.#append(conversation, { kind, by, clientId, of: n, text: emoji })
  }

  #savedAt(user: string, conversation: string, n: number): number {
    return this.#saved.findIndex(
      (one) => one.user === user && one.conversation === conversation && one.n === n,
    )
  }

  #message(conversation: string, user: string, n: number): Entry {
    const { entries } = this.#of(conversation, user)
    const [message] = asTheyAre(
      messagesOf(entries).filter((entry) => entry.n === n),
      entries,
    )
    if (!message) throw new ParleyError('NOT_FOUND')
    return message
  }

  async #append(
    conversation: string,
    written: Pick<Entry, 'kind' | 'by' | 'clientId' | 'text' | 're' | 'forwarded' | 'of'>,
  ): Promise<Entry> {
    const { kind, by, clientId, text } = written
    const log = this.#of(conversation, by)
    const known = log.entries.find((entry) => entry.by === by && entry.clientId === clientId)
    if (known && known.text !== text) throw new ParleyError('CONFLICT', undefined, { field: 'clientId' })
    if (known) return known
    const seq = log.entries.length + 1
    const n = headOf(log).n + (kind === 'message' ? 1 : 0)
    this.#lastAt = Math.max(this.#lastAt + 1, Date.now())
    const entry = { conversation, seq, n, at: this.#lastAt, ...written }
    log.entries.push(entry)
    const members = [...log.pointers.keys()]
    for (const user of members) this.#live(user, [{ type: 'entry', entry: { ...entry } }])
    for (const user of members.filter((member) => member !== by)) this.#tellUnread(user)
    const data = { entries: [{ conversation, seq, n, kind, by, members }] }
    const id = `${conversation}:${seq}`
    const envelope = { id, type: entriesCreated.subject, at: entry.at, data }
    await this.#bus.publishDurable(entriesCreated.subject, envelope, id)
    return entry
  }

  pointer(conversation: string, user: string): Pointer {
    return this.#pointer(this.#of(conversation, user), user)
  }

  unreadOf(user: string): Unread {
    const all = [...this.#logs.values()].filter(({ pointers }) => pointers.has(user))
    const { heard, until } = this.#owns.heard(all, user)
    const unread = heard.flatMap((log) => this.#unread(log, user)).toSorted((a, b) => b.at - a.at)
    const messages = unread.slice(0, limits.previews)
    return { user, count: unread.length, messages, ...(until === undefined ? {} : { until }) }
  }

  #answerLog(): void {
    this.answers.answer(messages.send, async (input, actor) => {
      const results = []
      for (const { clientId, text = '', forward, re } of input.messages) {
        try {
          const entry = forward
            ? await this.forward(forward, actor, input.conversation, clientId)
            : await this.write(input.conversation, actor, text, clientId, re)
          results.push({ clientId, entry })
        } catch (error) {
          if (!(error instanceof ParleyError)) throw error
          results.push({ clientId, error: error.toPublic() })
          break
        }
      }
      if (input.seen) this.#move(input.conversation, actor, input.seen, true)
      return { results }
    })
    this.answers.answer(messages.history, (input, actor) => {
      const log = this.#of(input.conversation, actor)
      const limit = input.limit ?? limits.page
      const { before, after } = input
      const wanted = asTheyAre(messagesOf(log.entries), log.entries).filter(
        ({ n }) => (before === undefined || n < before) && (after === undefined || n > after),
      )
      const page = after === undefined ? wanted.slice(-limit) : wanted.slice(0, limit)
      return {
        messages: page,
        first: 1,
        ...quotesOf(log, page),
        head: headOf(log),
        pointers: [...log.pointers.values()],
      }
    })
    this.answers.answer(messages.edit, async ({ conversation, ...change }, actor) => {
      return { entry: await this.change(conversation, actor, change) }
    })
    this.answers.answer(messages.remove, async ({ conversation, ...change }, actor) => {
      return { entry: await this.change(conversation, actor, change) }
    })
    this.answers.answer(messages.react, async ({ conversation, n, clientId, emoji }, actor) => {
      return { entry: await this.react(conversation, actor, { kind: 'react', n, clientId, emoji }) }
    })
    this.answers.answer(messages.unreact, async ({ conversation, n, clientId, emoji }, actor) => {
      return { entry: await this.react(conversation, actor, { kind: 'unreact', n, clientId, emoji }) }
    })
    this.answers.answer(messages.pin, async ({ conversation, ...pinning }, actor) => {
      return { entry: await this.pin(conversation, actor, { kind: 'pin', ...pinning }) }
    })
    this.answers.answer(messages.unpin, async ({ conversation, ...pinning }, actor) => {
      return { entry: await this.pin(conversation, actor, { kind: 'unpin', ...pinning }) }
    })
    this.answers.answer(messages.save, ({ conversation, n }, actor) => {
      if (this.#message(conversation, actor, n).deleted)
        throw new ParleyError('CONFLICT', 'This message was deleted.')
      if (this.#savedAt(actor, conversation, n) < 0) this.#saved.push({ user: actor, conversation, n })
      return {}
    })
    this.answers.answer(messages.unsave, ({ conversation, n }, actor) => {
      this.#of(conversation, actor)
      const at = this.#savedAt(actor, conversation, n)
      if (at >= 0) this.#saved.splice(at, 1)
      return {}
    })
    this.answers.answer(messages.saved, ({ before, limit = limits.savedPage }, actor) => {
      const own = this.#saved.flatMap(({ user, conversation, n }, i) => {
        const id = String(i).padStart(6, '0')
        return user === actor ? [{ id, at: 1, message: this.#message(conversation, actor, n) }] : []
      })
      const wanted = own.filter(({ id }) => before === undefined || id < before).toReversed()
      const page = wanted.slice(0, limit)
      const next = wanted.length > limit ? page.at(-1)?.id : undefined
      return {
        saved: page.filter(({ message }) => !message.deleted),
        ...(next === undefined ? {} : { next }),
      }
    })
    this.answers.answer(messages.savedIn, ({ conversation, from, to }, actor) => {
      this.#of(conversation, actor)
      const own = this.#saved.filter((one) => one.user === actor && one.conversation === conversation)
      return { numbers: own.map(({ n }) => n).filter((n) => n >= from && n <= to) }
    })
    this.answers.answer(messages.pinned, ({ conversation }, actor) => {
      const { entries } = this.#of(conversation, actor)
      const pinned = asTheyAre(messagesOf(entries), entries).filter((message) => message.pinned)
      return {
        messages: pinned.toSorted((one, other) => (other.pinned?.seq ?? 0) - (one.pinned?.seq ?? 0)),
      }
    })
    this.answers.answer(messages.versions, ({ conversation, n }, actor) => {
      const message = this.#message(conversation, actor, n)
      const { entries } = this.#of(conversation, actor)
      const texts = entries.filter(({ kind, n: number, of }) =>
        kind === 'message' ? number === n : kind === 'edit' && of === n,
      )
      const versions = texts.flatMap(({ seq, at, text }) => (text === undefined ? [] : [{ seq, at, text }]))
      return {
        message,
        ...quotesOf(this.#of(conversation, actor), [message]),
        versions: versions.toReversed(),
      }
    })
    this.answers.answer(messages.changes, (input, actor) => {
      const log = this.#of(input.conversation, actor)
      const entries = log.entries.slice(input.after, input.after + (input.limit ?? limits.page))
      return { entries, ...quotesOf(log, entries), head: headOf(log), pointers: [...log.pointers.values()] }
    })
  }

  #answerLists(): void {
    this.answers.answer(messages.conversations, (input, actor) =>
      this.#owns.listed(this.#listOf(actor), input),
    )
    this.answers.answer(messages.heads, (_input, actor) => ({ conversations: this.#listOf(actor) }))
    this.answers.answer(messages.conversation, (input, actor) => {
      return this.#seenBy(this.#of(input.conversation, actor), actor)
    })
    this.answers.answer(messages.arrange, ({ conversation, ...change }, actor) => {
      const own = this.#owns.arrange(this.#seenBy(this.#of(conversation, actor), actor), actor, change)
      this.#live(actor, [{ type: 'arranged', conversation, own }])
      this.#tellUnread(actor)
      return own
    })
    this.answers.answer(messages.unread, (_input, actor) => this.unreadOf(actor))
    this.answers.answer(messages.unreadOf, ({ users }) => ({
      people: users.map((user) => this.unreadOf(user)),
    }))
  }

  #answerPointers(): void {
    this.answers.answer(messages.markRead, ({ conversation, seq }, actor) => {
      if (this.failMarkRead) throw new ParleyError('UNAVAILABLE')
      const pointer = this.#move(conversation, actor, seq, true)
      const own = this.#owns.unmark(conversation, actor)
      if (own) this.#live(actor, [{ type: 'arranged', conversation, own }])
      return pointer
    })
    this.answers.answer(messages.markDelivered, ({ pointers }, actor) => {
      for (const { conversation, seq } of pointers) this.#move(conversation, actor, seq, false)
      return {}
    })
  }

  #move(conversation: string, user: string, wanted: number, isRead: boolean): Pointer {
    const log = this.#of(conversation, user)
    const seq = Math.min(wanted, log.entries.length)
    const old = this.#pointer(log, user)
    const readSeq = isRead ? Math.max(old.readSeq, seq) : old.readSeq
    const readN = messagesOf(log.entries.slice(0, readSeq)).length
    const pointer = { user, readSeq, readN, deliveredSeq: Math.max(old.deliveredSeq, seq) }
    log.pointers.set(user, pointer)
    if (readSeq === old.readSeq && pointer.deliveredSeq === old.deliveredSeq) return pointer
    for (const member of log.pointers.keys()) this.#live(member, [{ type: 'receipt', conversation, pointer }])
    if (readSeq > old.readSeq) this.#tellUnread(user)
    return pointer
  }

  #listOf(user: string): Conversation[] {
    return [...this.#logs.values()]
      .filter(({ pointers, entries }) => pointers.has(user) && entries.length > 0)
      .map((log) => this.#seenBy(log, user))
      .toSorted((a, b) => b.head.at - a.head.at)
  }

  #seenBy(log: Log, user: string): Conversation {
    const last = asTheyAre(messagesOf(log.entries), log.entries).at(-1)
    const own = this.#owns.of(log.id, user)
    const preview = last && {
      by: last.by,
      text: cut(last.text ?? '', limits.previewCharacters),
      ...(last.deleted ? { deleted: true as const } : {}),
    }
    return {
      conversation: log.id,
      head: { ...headOf(log), at: last?.at ?? 0, ...(preview ? { preview } : {}) },
      pointers: [...log.pointers.values()],
      unread: this.#unread(log, user).length,
      ...(own ? { own } : {}),
    }
  }

  #unread(log: Log, user: string): Entry[] {
    const { readN } = this.#pointer(log, user)
    return asTheyAre(messagesOf(log.entries), log.entries).filter(
      ({ n, by, deleted }) => n > readN && by !== user && !deleted,
    )
  }

  #pointer(log: Log, user: string): Pointer {
    const pointer = log.pointers.get(user)
    if (!pointer) throw new ParleyError('NOT_FOUND')
    return pointer
  }

  #of(conversation: string, user: string): Log {
    const members = directMembers(conversation)
    if (!members?.includes(user)) throw new ParleyError('NOT_FOUND')
    const known = this.#logs.get(conversation)
    if (known) return known
    const pointers = new Map(
      members.map((one) => [one, { user: one, readSeq: 0, readN: 0, deliveredSeq: 0 }]),
    )
    const log = { id: conversation, entries: [], pointers }
    this.#logs.set(conversation, log)
    return log
  }

  #tellUnread(user: string): void {
    this.#order += 1
    this.#live(user, [{ type: 'unread', unread: this.unreadOf(user), instance: 'fake', order: this.#order }])
  }

  #live(user: string, events: LiveEvent[]): void {
    this.#bus.publish(liveSubject(user), events)
  }
}

function headOf(log: Log): { seq: number; n: number } {
  return { seq: log.entries.length, n: messagesOf(log.entries).length }
}

function messagesOf(entries: readonly Entry[]): Entry[] {
  return entries.filter(({ kind }) => kind === 'message')
}

function quotesOf({ entries }: Log, shown: readonly Entry[]): { quotes?: Entry[] } {
  const numbers = new Set(shown.flatMap(({ re }) => re ?? []))
  const quotes = asTheyAre(messagesOf(entries), entries).filter(({ n }) => numbers.has(n))
  return numbers.size > 0 ? { quotes } : {}
}
