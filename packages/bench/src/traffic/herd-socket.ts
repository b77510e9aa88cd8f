import type { socket as protocol } from '@parley/contracts'
import type { BrowserlessPerson } from '@parley/testing'
import { ClientSocket } from './client-socket.ts'
import { EntryLog } from './entry-log.ts'

const firstPauseMs = 500
const longestPauseMs = 30_000

/**
 * One client of many, as docs/protocol.md has it: it follows one conversation, comes again when its connection breaks
 * (after a pause that doubles, half of it random), and catches up.
 */
export class HerdSocket {
  readonly #person: BrowserlessPerson
  readonly #urls: readonly string[]
  readonly #log: EntryLog<protocol.ClientEntry>
  #conversation: string
  #socket: ClientSocket | undefined
  #tries = 0
  #pauseMs = firstPauseMs
  #timer: NodeJS.Timeout | undefined
  #isFetching = false
  #isStopped = false
  /** Since when this one is connected and has all that its hello knew of; undefined while it is not. */
  backAt: number | undefined

  constructor(person: BrowserlessPerson, urls: readonly string[], conversation: string) {
    this.#person = person
    this.#urls = urls
    this.#conversation = conversation
    this.#log = new EntryLog<protocol.ClientEntry>(0, () => undefined)
  }

  /** The seq of the newest entry that is here. */
  get last(): number {
    return this.#log.last
  }

  async connect(): Promise<void> {
    // A proxy sends whoever comes again to a gateway that lives.
    const url = this.#urls[this.#tries % this.#urls.length] ?? this.#person.url
    let isOpen = true
    const onClose = () => {
      isOpen = false
      this.backAt = undefined
      this.#comeAgain()
    }
    const onPush = (push: protocol.PushFrame) => this.#take(push)
    this.#socket = await ClientSocket.open({ url, cookie: this.#person.cookie, onPush, onClose })
    try {
      const { conversations } = await this.#socket.hello()
      const known = conversations.find(({ conversation }) => conversation === this.#conversation)
      this.#log.reaches(known?.head.seq ?? 0)
      await this.#catchUp()
      if (!isOpen) return
      this.backAt = performance.now()
      this.#pauseMs = firstPauseMs
    } catch {
      // Closed meanwhile, or refused: it is closed then, and comes again.
      this.#socket.terminate()
    }
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
    this.#socket?.terminate()
  }

  #comeAgain(): void {
    if (this.#isStopped) return
    this.#tries += 1
    const pauseMs = this.#pauseMs * (0.5 + Math.random() / 2)
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2)
    this.#timer = setTimeout(() => {
      this.connect().catch(() => this.#comeAgain())
    }, pauseMs)
  }

  #take(push: protocol.PushFrame): void {
    if (push.type === 'entry' && push.entry.conversation === this.#conversation) this.#log.offer(push.entry)
    else if (push.type === 'head' && push.conversation === this.#conversation) this.#log.reaches(push.seq)
    this.#catchUp().catch(() => undefined) // its connection broke: it asks again on the next one
  }

  async #catchUp(): Promise<void> {
    if (this.#isFetching) return
    this.#isFetching = true
    try {
      while (this.#log.isBehind && this.#socket) {
        const { entries } = await this.#socket.changes(this.#conversation, this.#log.last)
        for (const entry of entries) this.#log.offer(entry)
      }
    } finally {
      this.#isFetching = false
    }
  }
}
