import type { BrowserlessPerson, Frames } from '@parley/testing'
import { waitFor } from '@parley/testing'

interface OwnFrame {
  id: number
  sender: string
  content: string
}

export interface SocketWriterParts {
  from: BrowserlessPerson
  to: string
  /** Tried in turn; that of the person by default. */
  urls?: readonly string[]
  /** How many messages may be unanswered. */
  window?: number
}

/**
 * A script on a plain socket that wants its messages to arrive: each has a client id, and after any interruption it
 * looks up what came meanwhile and sends the rest again, in order. The text serves as the client id.
 */
export class SocketWriter {
  /** The ids of the messages that came back, by text. */
  readonly answered = new Map<string, number>()
  #parts: Required<SocketWriterParts>
  #turn = 0

  constructor(parts: SocketWriterParts) {
    this.#parts = { urls: [parts.from.url], window: 16, ...parts }
  }

  /** Resolves when each of the texts has come back. */
  async write(texts: readonly string[]): Promise<void> {
    for (;;) {
      const socket = await this.#open()
      await this.#lookUp()
      await this.#writeOn(socket, texts)
      await socket.close()
      if (this.#left(texts).length === 0) return
    }
  }

  async #open(): Promise<Frames> {
    const { from, to } = this.#parts
    return await waitFor(() => from.open(this.#next(`/ws/chat/${to}/`).replace(/^http/, 'ws')), {
      what: `a socket of ${from.username}`,
      timeoutMs: 60_000,
    })
  }

  #next(path: string): string {
    const { from, urls } = this.#parts
    return new URL(path, urls[this.#turn++ % urls.length] ?? from.url).href
  }

  /** What came while there was no socket. */
  async #lookUp(): Promise<void> {
    const { from, to } = this.#parts
    const last = Math.max(0, ...this.answered.values())
    const path = `/messages/history/${to}/?peek=1&after=`
    const page = async (after: number) => {
      const answer = await from.request(this.#next(`${path}${after}`), {
        headers: { accept: 'application/json' },
      })
      if (answer.status !== 200) throw new Error(`history: ${answer.status}`)
      return answer.json<{ messages: OwnFrame[] }>().messages
    }
    for (let after = last; ; ) {
      const what = `what ${from.username} missed`
      const messages = await waitFor(() => page(after), { what, timeoutMs: 60_000 })
      for (const message of messages) this.#take(message)
      const newest = messages.at(-1)
      if (!newest) return
      after = newest.id
    }
  }

  #take({ id, sender, content }: OwnFrame): void {
    if (sender === this.#parts.from.username) this.answered.set(content, id)
  }

  /** Until all is answered, or something went wrong. */
  async #writeOn(socket: Frames, texts: readonly string[]): Promise<void> {
    const waiting = this.#left(texts)
    if (waiting.length === 0) return
    let sent = 0
    const sendMore = () => {
      const next = waiting.slice(sent, this.#answeredOf(waiting) + this.#parts.window)
      for (const text of next) socket.send({ message: text, client_id: text })
      sent += next.length
    }
    const done = new Promise<void>((resolve) => {
      socket.socket.on('message', (data) => {
        const frame = JSON.parse(String(data)) as OwnFrame | { error: unknown }
        if ('error' in frame) return resolve()
        this.#take(frame)
        if (this.#answeredOf(waiting) === waiting.length) return resolve()
        sendMore()
      })
    })
    sendMore()
    await Promise.race([done, socket.closed])
  }

  #left(texts: readonly string[]): string[] {
    return texts.filter((text) => !this.answered.has(text))
  }

  #answeredOf(texts: readonly string[]): number {
    let count = 0
    while (count < texts.length && this.answered.has(texts[count] ?? '')) count += 1
    return count
  }
}
