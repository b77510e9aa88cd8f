import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserlessPerson } from '@parley/testing'
import { ClientSocket } from './client-socket.ts'

const againAfterMs = 250
const answerWithinMs = 5_000

/** Writes to one conversation after the other, so many a second, each repeated with its client id until it is stored. */
export class SteadyWriter {
  readonly #person: BrowserlessPerson
  readonly #perSecond: number
  /** The seq of the newest stored entry, by conversation. */
  readonly stored = new Map<string, number>()
  #socket: ClientSocket | undefined
  #isWriting = true
  #work: Promise<void> | undefined

  constructor(person: BrowserlessPerson, perSecond: number) {
    this.#person = person
    this.#perSecond = perSecond
  }

  /** The conversation with somebody, once something is stored in it. */
  async begin(username: string): Promise<string> {
    const socket = await this.#connected()
    const { conversation } = await socket.openChat(username)
    await this.#write(conversation.conversation)
    return conversation.conversation
  }

  start(): void {
    this.#work = this.#run([...this.stored.keys()])
  }

  /** Resolves when what was begun is stored. */
  async stop(): Promise<void> {
    this.#isWriting = false
    await this.#work
    this.#socket?.terminate()
  }

  async #run(conversations: readonly string[]): Promise<void> {
    let next = 0
    while (this.#isWriting) {
      const began = performance.now()
      await this.#write(conversations[next % conversations.length] ?? '')
      next += 1
      await pause(Math.max(0, 1_000 / this.#perSecond - (performance.now() - began)))
    }
  }

  async #write(conversation: string): Promise<void> {
    const clientId = randomUUID()
    for (;;) {
      try {
        const socket = await this.#connected()
        const late = pause(answerWithinMs, undefined, { ref: false }).then(() => {
          throw new Error('no answer')
        })
        const answer = await Promise.race([
          socket.send(conversation, clientId, 'Written while it happens.'),
          late,
        ])
        this.stored.set(conversation, answer.entry.seq)
        return
      } catch {
        this.#socket?.terminate()
        this.#socket = undefined
        await pause(againAfterMs)
      }
    }
  }

  async #connected(): Promise<ClientSocket> {
    if (this.#socket) return this.#socket
    const { url, cookie } = this.#person
    const onClose = () => {
      if (this.#socket === socket) this.#socket = undefined
    }
    const socket = await ClientSocket.open({ url, cookie, onPush: () => undefined, onClose })
    await socket.hello()
    this.#socket = socket
    return socket
  }
}
