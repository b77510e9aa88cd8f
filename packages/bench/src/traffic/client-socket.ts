import type { InputOf, OutputOf, socket as protocol } from '@parley/contracts'
import type { RawData, WebSocket } from 'ws'
import { closeSocket, openSocket } from './open-socket.ts'

type Answers = protocol.Answers
type Body = Answers[keyof Answers]

interface Waiting {
  resolve: (body: Body) => void
  reject: (error: Error) => void
}

export interface ClientSocketParts {
  url: string
  cookie: string
  onPush: (push: protocol.PushFrame) => void
  onClose: (code: number) => void
}

/** `/ws/` as docs/protocol.md has it: requests by their ids, and what comes by itself. No timers of its own. */
export class ClientSocket {
  readonly #socket: WebSocket
  readonly #parts: ClientSocketParts
  readonly #waiting = new Map<number, Waiting>()
  #id = 0

  private constructor(socket: WebSocket, parts: ClientSocketParts) {
    this.#socket = socket
    this.#parts = parts
    socket.on('message', (data: RawData) => this.#take(data))
    socket.on('error', () => undefined) // `close` follows
    socket.on('close', (code) => this.#closed(code))
  }

  /** @throws Error where the upgrade is refused */
  static async open(parts: ClientSocketParts): Promise<ClientSocket> {
    return new ClientSocket(await openSocket(`${parts.url}/ws/`, parts.cookie), parts)
  }

  async hello(): Promise<Answers['hello']> {
    return await this.#ask<'hello'>({ type: 'hello', version: 1 })
  }

  async openChat(username: string): Promise<Answers['open']> {
    return await this.#ask<'open'>({ type: 'open', username })
  }

  async send(conversation: string, clientId: string, text: string): Promise<Answers['send']> {
    return await this.#ask<'send'>({ type: 'send', conversation, clientId, text })
  }

  async changes(conversation: string, after: number): Promise<Answers['changes']> {
    return await this.#ask<'changes'>({ type: 'changes', conversation, after })
  }

  async read(conversation: string, seq: number): Promise<Answers['read']> {
    return await this.#ask<'read'>({ type: 'read', conversation, seq })
  }

  async inbox(): Promise<Answers['inbox']> {
    return await this.#ask<'inbox'>({ type: 'inbox' })
  }

  async group<N extends protocol.GroupOperation>(
    operation: N,
    input: InputOf<protocol.GroupOperations[N]>,
  ): Promise<OutputOf<protocol.GroupOperations[N]>> {
    const body = await this.#ask<'group'>({ type: 'group', operation, input })
    return body as OutputOf<protocol.GroupOperations[N]>
  }

  async watch(users: readonly string[]): Promise<Answers['watch']> {
    return await this.#ask<'watch'>({ type: 'watch', users })
  }

  typing(conversation: string, active: boolean): void {
    this.#socket.send(JSON.stringify({ type: 'typing', conversation, active }))
  }

  delivered(conversation: string, seq: number): void {
    this.#socket.send(JSON.stringify({ type: 'delivered', conversation, seq }))
  }

  /** Ends it without a word, as a network that is gone. */
  terminate(): void {
    this.#socket.terminate()
  }

  async close(): Promise<void> {
    await closeSocket(this.#socket)
  }

  async #ask<K extends keyof Answers>(request: { type: K } & Record<string, unknown>): Promise<Answers[K]> {
    this.#id += 1
    const id = this.#id
    const answer = new Promise<Body>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    this.#socket.send(JSON.stringify({ ...request, id }))
    // The answer to a request of this type: the server is the one that this bench trusts and measures.
    return (await answer) as Answers[K]
  }

  #take(data: RawData): void {
    const frame = JSON.parse(data.toString('utf8')) as protocol.ServerFrame
    if (frame.type !== 'answer' && frame.type !== 'error') return this.#parts.onPush(frame)
    const waiting = this.#waiting.get(frame.id ?? -1)
    this.#waiting.delete(frame.id ?? -1)
    if (frame.type === 'answer') waiting?.resolve(frame.body)
    else waiting?.reject(new Error(`refused: ${frame.error.code}`))
  }

  #closed(code: number): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`closed with ${code}`))
    this.#waiting.clear()
    this.#parts.onClose(code)
  }
}
