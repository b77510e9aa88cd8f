import { randomUUID } from 'node:crypto'
import { messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'

const collectMs = 100
const retryMs = 2_000
const maxPerRequest = 100
const maxRequestsAtOnce = 16
/** People whose marks wait while `messages` is away; above that, marks are lost until the next message is delivered. */
const maxPeople = 20_000

/** How far each person's clients have received: gathered for a moment, then told to `messages`. */
export class DeliveredMarks {
  #app: FastifyInstance
  #marks = new Map<string, Map<string, number>>()
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> | undefined
  #failed = false
  #closed = false

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  add(user: string, conversation: string, seq: number): void {
    this.#put(user, conversation, seq)
    this.#schedule(collectMs)
  }

  /** Tells what is there still, once. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#flushing
    await this.#flush()
  }

  #put(user: string, conversation: string, seq: number): void {
    let marks = this.#marks.get(user)
    if (!marks) {
      if (this.#marks.size >= maxPeople) return
      marks = new Map()
      this.#marks.set(user, marks)
    }
    marks.set(conversation, Math.max(seq, marks.get(conversation) ?? 0))
    if (marks.size >= maxPerRequest) this.#schedule(0)
  }

  #schedule(afterMs: number): void {
    if (this.#closed || this.#flushing) return
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#flushing = this.#flush().finally(() => {
        this.#flushing = undefined
        if (this.#marks.size > 0) this.#schedule(this.#failed ? retryMs : collectMs)
      })
    }, afterMs)
  }

  async #flush(): Promise<void> {
    const requests: [string, { conversation: string; seq: number }[]][] = []
    for (const [user, marks] of this.#marks) {
      const pointers = [...marks].map(([conversation, seq]) => ({ conversation, seq }))
      for (let i = 0; i < pointers.length; i += maxPerRequest)
        requests.push([user, pointers.slice(i, i + maxPerRequest)])
    }
    this.#marks = new Map()
    this.#failed = false
    const workers = Array.from({ length: Math.min(maxRequestsAtOnce, requests.length) }, async () => {
      for (let next = requests.pop(); next; next = requests.pop()) await this.#tell(...next)
    })
    await Promise.all(workers)
  }

  async #tell(user: string, pointers: { conversation: string; seq: number }[]): Promise<void> {
    const requestId = randomUUID()
    try {
      await this.#app.call(messages.markDelivered, { pointers }, { actor: user, requestId })
    } catch (error) {
      const isRefused = error instanceof ParleyError && error.status < 500
      this.#app.log.debug({ err: error, requestId }, 'delivered could not be marked')
      if (isRefused || this.#closed) return
      this.#failed = true
      for (const { conversation, seq } of pointers) this.#put(user, conversation, seq)
    }
  }
}
