import type { Bus } from '@parley/bus'
import {
  administration,
  type Conversation,
  cut,
  directMembers,
  type Entry,
  entriesCreated,
  type GroupChange,
  type GroupHistory,
  isGroup,
  type LiveEvent,
  limits,
  liveSubject,
  ParleyError,
  type Pointer,
  type Unread,
} from '@parley/contracts'
import { FakeAnswers } from './answers.ts'
import { FakeBlocks } from './blocks.ts'
import { mentioningOf, mentionsKept } from './mentions.ts'
import {
  applyToGroup,
  asSeenBy,
  groupFor,
  headOf,
  type Log,
  messagesOf,
  newLog,
  pointerOf,
  pointersFor,
  seenMessages,
} from './log.ts'
import { answerAsMessages } from './message-answers.ts'
import { answerKept } from './kept-answers.ts'
import { FakeOwns } from './owns.ts'
import { FakeReports } from './reports.ts'
import { tellMembers } from './told.ts'

type Written = Pick<
  Entry,
  'kind' | 'by' | 'clientId' | 'text' | 're' | 'forwarded' | 'of' | 'group' | 'mentions'
>

/** The log in memory: one process, nothing durable. */
export class FakeMessages {
  readonly answers: FakeAnswers
  readonly owns = new FakeOwns()
  readonly blocks: FakeBlocks
  readonly reports: FakeReports
  /** Lets the marking of what is read fail, while all else goes on. */
  failMarkRead = false
  readonly #bus: Bus
  readonly #logs = new Map<string, Log>()
  #order = 0
  #lastAt = 0

  constructor(bus: Bus) {
    this.#bus = bus
    this.answers = new FakeAnswers(bus)
    this.blocks = new FakeBlocks(bus, this.answers)
    this.reports = new FakeReports(this.answers, {
      message: (conversation, user, n) => this.message(conversation, user, n),
      remove: (conversation, n) =>
        this.#remove(conversation, { by: administration, n, clientId: crypto.randomUUID() }),
    })
    answerAsMessages(this)
    answerKept(this)
  }

  /** Writes one message as its sender's client would have it written. */
  async write(
    conversation: string,
    by: string,
    text: string,
    clientId: string,
    re?: number,
    mentions: readonly string[] = [],
  ): Promise<Entry> {
    if (re !== undefined && !seenMessages(this.logOf(conversation, by), by).some(({ n }) => n === re))
      throw new ParleyError('INVALID', 'There is no such message to reply to.', { field: 're' })
    this.blocks.requireOpen(conversation)
    const reply = re === undefined ? {} : { re }
    const known = mentionsKept(this.logOf(conversation, by), by, mentions)
    return await this.#append(conversation, { kind: 'message', by, clientId, text, ...reply, ...known })
  }

  async pin(
    conversation: string,
    by: string,
    { kind, n, clientId }: { kind: 'pin' | 'unpin'; n: number; clientId: string },
  ): Promise<Entry> {
    this.blocks.requireOpen(conversation)
    if (this.message(conversation, by, n).deleted)
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
    this.blocks.requireOpen(to)
    const { text } = this.message(from.conversation, by, from.n)
    if (text === undefined) throw new ParleyError('CONFLICT', 'This message was deleted.')
    return await this.#append(to, { kind: 'message', by, clientId, text, forwarded: true })
  }

  /** Edits a message, or, without a text, deletes it. */
  async change(
    conversation: string,
    by: string,
    { n: of, clientId, text }: { n: number; clientId: string; text?: string },
  ): Promise<Entry> {
    const message = this.message(conversation, by, of)
    if (message.by !== by) throw new ParleyError('FORBIDDEN')
    if (text !== undefined) this.blocks.requireOpen(conversation)
    if (message.deleted && text !== undefined) throw new ParleyError('CONFLICT', 'This message was deleted.')
    if (text !== undefined) return await this.#append(conversation, { kind: 'edit', by, clientId, of, text })
    return await this.#remove(conversation, { by, n: of, clientId })
  }

  async #remove(
    conversation: string,
    { by, n: of, clientId }: { by: string; n: number; clientId: string },
  ): Promise<Entry> {
    const entry = await this.#append(conversation, { kind: 'delete', by, clientId, of })
    for (const known of this.#logs.get(conversation)?.entries ?? []) {
      if ((known.kind === 'message' && known.n === of) || known.of === of) delete known.text
    }
    return entry
  }

  async react(
    conversation: string,
    by: string,
    { kind, n, clientId, emoji }: { kind: 'react' | 'unreact'; n: number; clientId: string; emoji: string },
  ): Promise<Entry> {
    this.blocks.requireOpen(conversation)
    if (this.message(conversation, by, n).deleted)
      throw new ParleyError('CONFLICT', 'This message was deleted.')
    return await this.#append(conversation, { kind, by, clientId, of: n, text: emoji })
  }

  /** Makes a group with its first member as the owner, and returns its conversation. */
  async makeGroup(
    name: string,
    [owner = '', ...others]: readonly string[],
    {
      id = crypto.randomUUID().replaceAll('-', ''),
      history = 'all',
    }: { id?: string; history?: GroupHistory } = {},
  ): Promise<string> {
    const conversation = `g_${id}`
    const members = [
      { user: owner, role: 'owner' as const },
      ...others.map((user) => ({ user, role: 'member' as const })),
    ]
    await this.changeGroup(conversation, owner, { name, about: '', history, members })
    return conversation
  }

  /** Says what has become of a group, as though whoever says it were allowed to. */
  changeGroup(conversation: string, by: string, group: GroupChange): Promise<Entry> {
    return this.writeMembers(conversation, { kind: 'members', by, clientId: crypto.randomUUID(), group })
  }

  /** The same as it is written. The first such entry makes the group. */
  async writeMembers(conversation: string, written: Written): Promise<Entry> {
    if (!this.#logs.has(conversation)) this.#logs.set(conversation, newLog(conversation, []))
    return await this.#append(conversation, written)
  }

  /** A message as it is now. @throws NOT_FOUND */
  message(conversation: string, user: string, n: number): Entry {
    const message = seenMessages(this.logOf(conversation, user), user).find((entry) => entry.n === n)
    if (!message) throw new ParleyError('NOT_FOUND')
    return message
  }

  pointer(conversation: string, user: string): Pointer {
    return pointerOf(this.logOf(conversation, user), user)
  }

  unreadOf(user: string): Unread {
    const all = [...this.#logs.values()].filter(({ pointers }) => pointers.has(user))
    const { heard, until } = this.owns.heard(all, user)
    const unread = heard.flatMap((log) => this.#unread(log, user)).toSorted((a, b) => b.at - a.at)
    const messages = unread.slice(0, limits.previews)
    const hearing = all.filter((log) => heard.includes(log) || this.owns.of(log.id, user)?.hearsMentions)
    const mentioning = hearing.flatMap((log) => mentioningOf(this.#unread(log, user), user))
    const mentions = mentioning.toSorted((a, b) => b.at - a.at).slice(0, limits.mentionsCounted)
    return {
      user,
      count: unread.length,
      messages,
      ...(mentions.length > 0 ? { mentions } : {}),
      ...(until === undefined ? {} : { until }),
    }
  }

  move(conversation: string, user: string, wanted: number, isRead: boolean): Pointer {
    const log = this.logOf(conversation, user)
    const seq = Math.min(wanted, log.entries.length)
    const old = pointerOf(log, user)
    const readSeq = isRead ? Math.max(old.readSeq, seq) : old.readSeq
    const readN = messagesOf(log.entries.slice(0, readSeq)).length
    const pointer = { user, readSeq, readN, deliveredSeq: Math.max(old.deliveredSeq, seq) }
    log.pointers.set(user, pointer)
    if (readSeq === old.readSeq && pointer.deliveredSeq === old.deliveredSeq) return pointer
    const told = log.pointers.size > limits.receiptMembers ? [user] : [...log.pointers.keys()]
    tellMembers(this.#bus, log, told, () => ({ type: 'receipt', conversation, pointer }))
    if (readSeq > old.readSeq) this.tellUnread(user)
    return pointer
  }

  listOf(user: string): Conversation[] {
    return [...this.#logs.values()]
      .filter(({ pointers, entries }) => pointers.has(user) && entries.length > 0)
      .map((log) => this.seenBy(log, user, true))
      .toSorted((a, b) => b.head.at - a.head.at)
  }

  seenBy(log: Log, user: string, isList = false): Conversation {
    const last = seenMessages(log, user).at(-1)
    const own = this.owns.of(log.id, user)
    const group = groupFor(log, user)
    const changed = log.entries.findLast(({ kind }) => kind === 'members')
    const mentioning = mentioningOf(this.#unread(log, user), user).length
    const preview = last && {
      by: last.by,
      text: cut(last.text ?? '', limits.previewCharacters),
      ...(last.deleted ? { deleted: true as const } : {}),
    }
    return {
      conversation: log.id,
      head: {
        ...headOf(log),
        at: Math.max(last?.at ?? 0, changed?.at ?? 0),
        ...(preview ? { preview } : {}),
      },
      pointers: pointersFor(log, user, isList),
      unread: this.#unread(log, user).length,
      ...(mentioning > 0 ? { mentions: mentioning } : {}),
      ...(own ? { own } : {}),
      ...(group ? { group } : {}),
    }
  }

  /** @throws NOT_FOUND for whoever is no member */
  logOf(conversation: string, user: string): Log {
    const known = this.#logs.get(conversation)
    const members = isGroup(conversation)
      ? [...(known?.pointers.keys() ?? [])]
      : (directMembers(conversation) ?? [])
    if (!members.includes(user)) throw new ParleyError('NOT_FOUND')
    const log = known ?? newLog(conversation, members)
    this.#logs.set(conversation, log)
    return log
  }

  tellUnread(user: string): void {
    this.#order += 1
    this.live(user, [{ type: 'unread', unread: this.unreadOf(user), instance: 'fake', order: this.#order }])
  }

  live(user: string, events: LiveEvent[]): void {
    this.#bus.publish(liveSubject(user), events)
  }

  async #append(conversation: string, written: Written): Promise<Entry> {
    const { kind, by, clientId, text } = written
    // The first entry of a group makes its members.
    const isFirst = kind === 'members' && this.#logs.get(conversation)?.entries.length === 0
    const log = isFirst ? this.#logs.get(conversation) : this.#logOfWriter(conversation, written)
    if (!log) throw new ParleyError('NOT_FOUND')
    const known = log.entries.find((entry) => entry.by === by && entry.clientId === clientId)
    if (known && known.text !== text) throw new ParleyError('CONFLICT', undefined, { field: 'clientId' })
    if (known) return known
    const seq = log.entries.length + 1
    const n = headOf(log).n + (kind === 'message' ? 1 : 0)
    this.#lastAt = Math.max(this.#lastAt + 1, Date.now())
    const entry = { conversation, seq, n, at: this.#lastAt, ...written }
    const before = [...log.pointers.keys()]
    log.entries.push(entry)
    if (kind === 'members') applyToGroup(log, entry)
    const members = [...log.pointers.keys()]
    tellMembers(this.#bus, log, members, (user) => ({
      type: 'entry',
      entry: { ...asSeenBy(log, entry, user) },
    }))
    const left = before.filter((user) => !log.pointers.has(user))
    if (left.length > 0) tellMembers(this.#bus, log, left, () => ({ type: 'left', conversation, seq }))
    // Members of groups are counted where they are connected.
    if (!log.group) for (const user of members.filter((member) => member !== by)) this.tellUnread(user)
    const data = { entries: [{ conversation, seq, n, kind, by, members: log.group ? [] : members }] }
    const id = `${conversation}:${seq}`
    const envelope = { id, type: entriesCreated.subject, at: entry.at, data }
    await this.#bus.publishDurable(entriesCreated.subject, envelope, id)
    return entry
  }

  /** Who joins by a link is no member yet, and an administrator never. */
  #logOfWriter(conversation: string, { by, group }: Written): Log | undefined {
    const isNoMember = group?.invited || by === administration
    return isNoMember ? this.#logs.get(conversation) : this.logOf(conversation, by)
  }

  #unread(log: Log, user: string): Entry[] {
    const { readN } = pointerOf(log, user)
    return seenMessages(log, user).filter(({ n, by, deleted }) => n > readN && by !== user && !deleted)
  }
}
