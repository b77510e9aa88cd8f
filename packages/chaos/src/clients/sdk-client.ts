import { randomUUID } from 'node:crypto'
import { fetchHttp, isMuted, memoryStorage, type OutboxItem, ParleyClient, type Timing } from '@parley/client'
import { ParleyError } from '@parley/contracts'
import { RecordedWire } from './recorded-wire.ts'
import { type Client, type Setting, sessionHeaders } from './setting.ts'

/** The SDK's own rules, sooner: what a person would call impatient. */
const timing: Partial<Timing> = {
  connectMs: 5_000,
  requestMs: 5_000,
  pingAfterMs: 3_000,
  pingDeadlineMs: 2_000,
  firstPauseMs: 100,
  longestPauseMs: 1_000,
  stableMs: 1_000,
  httpAfterMs: 500,
  deliveredEveryMs: 200,
}

const mostPending = 20
const mostChanged = 50
const mostPinned = 40

/** A person with the SDK: sends, reads, watches; its outbox and its place in each log outlive it, as on a device. */
export class SdkClient implements Client {
  readonly name: string
  readonly person: string
  readonly #setting: Setting
  readonly #storage = memoryStorage()
  readonly #positions = new Map<string, number>()
  readonly #known = new Set<string>()
  readonly #pending = new Set<string>()
  /** Numbers of the newest messages that one has written and not deleted. */
  readonly #written = new Map<string, number[]>()
  /** The number of the newest message. */
  readonly #newest = new Map<string, number>()
  readonly #reacting = new Set<string>()
  readonly #wire: RecordedWire
  readonly #isReader: boolean
  #client: ParleyClient | undefined
  #door: number
  #sent = 0
  #lastId = ''

  /** A reader writes nothing: the second device of somebody else. */
  constructor(setting: Setting, { isReader = false, session = '' } = {}) {
    this.#setting = setting
    this.name = setting.name
    this.person = setting.me.id
    this.#isReader = isReader
    this.#door = setting.random.between(0, 1)
    for (const conversation of this.#conversations) this.#positions.set(conversation, 0)
    this.#wire = new RecordedWire({
      client: this.name,
      person: this.person,
      session: () => session,
      door: () => this.#nextDoor(),
      headers: () => sessionHeaders(setting.me.browser),
      recorder: setting.recorder,
    })
  }

  get #conversations(): readonly string[] {
    const { talks, groups } = this.#setting
    return [...talks.map(({ conversation }) => conversation), ...groups]
  }

  get pending(): number {
    return this.#pending.size
  }

  get isPresent(): boolean {
    return this.#client !== undefined
  }

  get isOnline(): boolean {
    return this.#client?.state === 'online'
  }

  async start(): Promise<void> {
    await this.#begin()
  }

  act(): void {
    const { random, talks, recorder } = this.#setting
    const own = { client: this.name, person: this.person }
    const client = this.#client
    if (!client || this.#conversations.length === 0 || this.#isReader) return
    const conversation = random.pick(this.#conversations)
    const username = talks.find((talk) => talk.conversation === conversation)?.peer.username
    const position = this.#positions.get(conversation) ?? 0
    if (random.chance(0.05) && position > 0) {
      this.#arrange(client, conversation)
    } else if (random.chance(0.25) && position > 0) {
      recorder.record({ type: 'reading', ...own, conversation, seq: position })
      client.markRead(conversation, position)
    } else if (random.chance(0.2) && this.pending < mostPending) {
      if (random.chance(0.5)) this.#change(client, conversation)
      else if (random.chance(0.3)) this.#pin(client, conversation)
      else this.#react(client, conversation)
    } else if (this.pending < mostPending) {
      const text = `${this.name} ${++this.#sent}`
      client.tellTyping(conversation, true)
      const newest = this.#newest.get(conversation) ?? 0
      const re = newest > 0 && random.chance(0.2) ? random.between(1, newest) : undefined
      client.send({ conversation, username }, text, undefined, re).catch(() => undefined)
      client.tellTyping(conversation, false)
    }
  }

  /** Mutes a conversation, or not any more, and whatever else is in no count. */
  #arrange(client: ParleyClient, conversation: string): void {
    const { random, recorder } = this.#setting
    const change = { mute: random.chance(0.5) ? 'always' : 'off', unread: random.chance(0.5) } as const
    client
      .arrange(conversation, { ...change, pinned: random.chance(0.5) })
      .then((own) => {
        const [muted, { revision }] = [isMuted(own, Date.now()), own]
        recorder.record({
          type: 'arranged',
          client: this.name,
          person: this.person,
          conversation,
          revision,
          muted,
        })
      })
      // It was asked for once: whether it was done, the end tells.
      .catch(() => undefined)
  }

  /** Edits or deletes one of one's own. */
  #change(client: ParleyClient, conversation: string): void {
    const { random, recorder } = this.#setting
    const own = { client: this.name, person: this.person, conversation }
    const numbers = this.#written.get(conversation) ?? []
    if (numbers.length === 0) return
    const of = random.pick(numbers)
    const isDeletion = random.chance(0.3)
    const text = isDeletion ? '' : `${this.name} ${++this.#sent} edited`
    if (isDeletion)
      this.#written.set(
        conversation,
        numbers.filter((n) => n !== of),
      )
    const done = isDeletion ? client.remove(conversation, of) : client.edit(conversation, of, text)
    const message = this.#lastId
    const kind = isDeletion ? 'delete' : 'edit'
    recorder.record({ type: 'submitted', ...own, message, kind, of, text, ordered: false })
    this.#pending.add(message)
    done
      .then(({ n, seq }) => recorder.record({ type: 'acknowledged', client: this.name, message, n, seq }))
      .catch((error: unknown) => {
        const code = error instanceof ParleyError ? error.code : String(error)
        // Whoever left heard no more of it, and what was deleted meanwhile cannot be edited.
        const isDeleted = !this.#written.get(conversation)?.includes(of)
        if (code === 'UNAVAILABLE' || (code === 'CONFLICT' && isDeleted)) return
        recorder.record({ type: 'refused', client: this.name, message, code })
      })
      .finally(() => this.#pending.delete(message))
  }

  /** Reacts to any message, or takes it back; one after the other with each emoji. */
  #react(client: ParleyClient, conversation: string): void {
    const { random, recorder } = this.#setting
    const of = random.between(1, Math.max(1, this.#newest.get(conversation) ?? 0))
    const text = random.pick(['👍', '🎉'])
    const key = `${conversation} ${of} ${text}`
    if ((this.#newest.get(conversation) ?? 0) === 0 || this.#reacting.has(key)) return
    const kind = random.chance(0.6) ? 'react' : 'unreact'
    const done = client[kind](conversation, of, text)
    const message = this.#lastId
    const own = { client: this.name, person: this.person, conversation }
    recorder.record({ type: 'submitted', ...own, message, kind, of, text, ordered: false })
    this.#want(key, message, done)
  }

  /** Pins one of the first messages, fewer than can be pinned, or unpins it; one after the other. */
  #pin(client: ParleyClient, conversation: string): void {
    const { random, recorder } = this.#setting
    const newest = Math.min(mostPinned, this.#newest.get(conversation) ?? 0)
    if (newest === 0) return
    const of = random.between(1, newest)
    const key = `${conversation} ${of}`
    if (this.#reacting.has(key)) return
    const kind = random.chance(0.6) ? 'pin' : 'unpin'
    const done = client[kind](conversation, of)
    const message = this.#lastId
    const own = { client: this.name, person: this.person, conversation }
    recorder.record({ type: 'submitted', ...own, message, kind, of, text: '', ordered: false })
    this.#want(key, message, done)
  }

  /** Something is wanted of a message, and waited for. */
  #want(key: string, message: string, done: Promise<void>): void {
    const { recorder } = this.#setting
    this.#reacting.add(key)
    this.#pending.add(message)
    done
      .then(() => recorder.record({ type: 'reacted', client: this.name, message }))
      // Whoever left heard no more of it; what is deleted takes neither reactions nor pins.
      .catch((error: unknown) => {
        const code = error instanceof ParleyError ? error.code : String(error)
        if (code !== 'UNAVAILABLE' && code !== 'CONFLICT')
          recorder.record({ type: 'refused', client: this.name, message, code })
      })
      .finally(() => {
        this.#pending.delete(message)
        this.#reacting.delete(key)
      })
  }

  vanish(): void {
    const client = this.#client
    this.#client = undefined
    this.#wire.break()
    client?.close()
  }

  async comeBack(): Promise<void> {
    if (!this.#client) await this.#begin()
  }

  changeDoor(): void {
    this.#door += 1
    this.#wire.break()
  }

  async doubleClick(): Promise<void> {
    this.act()
    this.act()
  }

  close(): void {
    this.#client?.close()
    this.#client = undefined
  }

  #nextDoor(): string {
    const { doors } = this.#setting
    return doors[this.#door++ % doors.length] ?? ''
  }

  async #begin(): Promise<void> {
    const { me, talks, recorder } = this.#setting
    const own = { client: this.name, person: this.person }
    const headers = () => sessionHeaders(me.browser)
    const http = () => fetchHttp({ baseUrl: this.#nextDoor(), headers, timeoutMs: 5_000 })
    const client = new ParleyClient({
      openWire: this.#wire.open,
      http: {
        session: () => http().session(),
        send: (username, message) => http().send(username, message),
      },
      storage: this.#storage,
      start: Object.fromEntries(this.#positions),
      timing,
      newId: () => (this.#lastId = randomUUID()),
    })
    this.#client = client
    const isCurrent = () => this.#client === client
    client.on('entry', ({ conversation, seq, kind, n, by }) => {
      if (!isCurrent()) return
      this.#positions.set(conversation, seq)
      this.#newest.set(conversation, n)
      if (kind === 'message' && by === this.person)
        this.#written.set(conversation, [...(this.#written.get(conversation) ?? []), n].slice(-mostChanged))
      recorder.record({ type: 'given', ...own, conversation, seq })
    })
    client.on('outbox', (item) => this.#outboxChanged(item))
    client.on('receipt', ({ conversation, pointer }) =>
      recorder.record({ type: 'pointer told', client: this.name, conversation, pointer }),
    )
    client.on('unread', ({ count }) => recorder.record({ type: 'unread told', ...own, count }))
    client.on('presence', ({ user, online }) =>
      recorder.record({ type: 'presence told', client: this.name, user, online }),
    )
    client.watch(talks.map(({ peer }) => peer.id))
    await client.connect()
  }

  #outboxChanged({ clientId: message, conversation, text, state, n = 0, seq = 0, error }: OutboxItem): void {
    const { recorder } = this.#setting
    const own = { client: this.name, person: this.person }
    if (state === 'sending' && !this.#known.has(message)) {
      this.#known.add(message)
      this.#pending.add(message)
      recorder.record({ type: 'submitted', ...own, conversation, message, text, ordered: true })
    }
    if (state === 'sent') {
      this.#pending.delete(message)
      recorder.record({ type: 'acknowledged', client: this.name, message, n, seq })
    }
    if (state === 'failed') {
      this.#pending.delete(message)
      recorder.record({ type: 'refused', client: this.name, message, code: error?.code ?? '' })
    }
  }
}
