import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type PlainMessage, plainSeen } from './seen.ts'
import { type Setting, sessionHeaders, type Talk } from './setting.ts'
import { TryingClient } from './trying-client.ts'

type Frame = PlainMessage | { error: { code: string }; client_id?: string }

const pauseMs = 300
const window = 4
const mostPending = 20

/**
 * A script on `/ws/chat/<username>/` that wants its messages to arrive: a few under way at once, each with a client id;
 * after an error or a lost socket it looks up what came meanwhile and sends the rest again, in order.
 */
export class PlainClient extends TryingClient {
  readonly #talk: Talk
  /** By text, in the order of writing. */
  readonly #unsent = new Map<string, string>()
  readonly #underWay = new Set<string>()
  #socket: WebSocket | undefined
  #last = 0
  #written = 0
  #opened = 0
  /** What was lost with the last socket is known, and may be sent again. */
  #isReady = false

  constructor(setting: Setting) {
    super(setting)
    const [talk] = setting.talks
    if (!talk) throw new Error('a plain client needs somebody to talk to')
    this.#talk = talk
  }

  override get pending(): number {
    return this.#unsent.size
  }

  override act(): void {
    if (!this.isWanted || this.#unsent.size >= mostPending) return
    const text = `${this.name} ${++this.#written}`
    const message = randomUUID()
    this.#unsent.set(text, message)
    const { conversation } = this.#talk
    const { recorder } = this.setting
    recorder.record({ type: 'submitted', ...this.#own, conversation, message, text, ordered: true })
    this.#sendMore()
  }

  override vanish(): void {
    super.vanish()
    this.#socket?.terminate()
  }

  override changeDoor(): void {
    super.changeDoor()
    this.#socket?.terminate()
  }

  /** The same frame twice: one message. */
  override async doubleClick(): Promise<void> {
    this.act()
    const newest = [...this.#unsent].at(-1)
    if (newest && this.#underWay.has(newest[0])) this.#write(newest)
  }

  override close(): void {
    super.close()
    this.#socket?.close()
  }

  get #own() {
    return { client: this.name, person: this.person }
  }

  protected override async run(): Promise<void> {
    while (this.isWanted) {
      const url = this.nextDoor()
      try {
        const socket = await this.#open(url)
        await this.#lookUp(url)
        this.#underWay.clear()
        this.#isReady = true
        this.#sendMore()
        if (socket.readyState === WebSocket.OPEN) {
          await new Promise((resolve) => socket.once('close', resolve))
        }
      } catch {
        this.#socket?.terminate() // what failed is tried again by another way
      }
      await sleep(pauseMs)
    }
  }

  async #open(url: string): Promise<WebSocket> {
    const { me, recorder } = this.setting
    const name = `${this.name}#${++this.#opened}`
    const address = `${url.replace(/^http/, 'ws')}/ws/chat/${this.#talk.peer.username}/`
    const socket = new WebSocket(address, { headers: sessionHeaders(me.browser), handshakeTimeout: 5_000 })
    this.#socket = socket
    this.#isReady = false
    socket.on('error', () => undefined) // 'close' follows
    socket.on('close', (code) =>
      recorder.record({ type: 'closed', client: this.name, person: this.person, socket: name, code }),
    )
    socket.on('message', (data) => this.#came(JSON.parse(String(data)) as Frame, socket, name))
    socket.on('ping', () => clearTimeout(silence))
    const silence = setTimeout(() => socket.terminate(), 40_000)
    socket.on('close', () => clearTimeout(silence))
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('close', () => reject(new Error('closed')))
    })
    recorder.record({ type: 'opened', ...this.#own, socket: name, session: '', resumed: this.#opened > 1 })
    return socket
  }

  #came(frame: Frame, socket: WebSocket, name: string): void {
    // One message that failed is retried before those behind it: by a new socket, in order.
    if ('error' in frame) {
      this.#isReady = false
      return socket.terminate()
    }
    this.#take(frame, 'live', name)
    this.#sendMore()
  }

  #take(message: PlainMessage, how: 'live' | 'resumed', socket: string): void {
    const { recorder, me } = this.setting
    const { conversation, peer } = this.#talk
    const idOf = (username: string) => (username === me.username ? me.id : peer.id)
    const entry = plainSeen(message, conversation, idOf)
    recorder.record({ type: 'shown', ...this.#own, socket, session: '', how, entry })
    if (message.id === this.#last + 1) this.#last = message.id
    const own = this.#unsent.get(message.content)
    if (own === undefined || message.sender !== me.username) return
    this.#unsent.delete(message.content)
    this.#underWay.delete(message.content)
    recorder.record({ type: 'acknowledged', client: this.name, message: own, n: message.id })
  }

  /** What came while there was no socket. */
  async #lookUp(url: string): Promise<void> {
    const { browser } = this.setting.me
    for (let after = this.#last; ; ) {
      const path = `/messages/history/${this.#talk.peer.username}/?peek=1&after=${after}`
      const answer = await browser.request(new URL(path, url).href, {
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(5_000),
      })
      if (answer.status !== 200) throw new Error(`history: ${answer.status}`)
      const { messages } = answer.json<{ messages: PlainMessage[] }>()
      for (const message of messages) this.#take(message, 'resumed', `${this.name}#looked-up`)
      const newest = messages.at(-1)
      this.#last = Math.max(this.#last, after)
      if (!newest) return
      after = newest.id
    }
  }

  #sendMore(): void {
    if (!this.#isReady) return
    for (const waiting of this.#unsent) {
      if (this.#underWay.size >= window || this.#socket?.readyState !== WebSocket.OPEN) return
      if (!this.#underWay.has(waiting[0])) this.#write(waiting)
    }
  }

  #write([text, message]: [string, string]): void {
    this.#underWay.add(text)
    this.#socket?.send(JSON.stringify({ message: text, client_id: message }))
  }
}
