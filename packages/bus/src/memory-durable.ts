import type { Subscription } from './bus.ts'
import { durablePattern, durableSubject } from './durable-subject.ts'
import { BusUnavailable, type ErrorListener } from './errors.ts'
import { IdWindow } from './id-window.ts'
import { type BatchHandler, MemoryConsumer } from './memory-consumer.ts'
import { subjectMatcher } from './subject.ts'

const maxConsumers = 1_000

interface Entry {
  matches: (subject: string) => boolean
  consumer: MemoryConsumer
}

export interface MemoryDurableOptions {
  onError: ErrorListener
  maxAttempts: number
  absentMs: number
}

/** The durable half of the bus in one process: a publish is done when every consumer has handled it. */
export class MemoryDurable {
  #options: MemoryDurableOptions
  #consumers = new Map<string, Entry>()
  #done = new IdWindow()
  #underWay = new Map<string, Promise<void>>()
  #closed = false

  constructor(options: MemoryDurableOptions) {
    this.#options = options
  }

  /** `first` is called when the message is not a repeated one. */
  async publish(subject: string, payload: unknown, id: string, first: () => void): Promise<void> {
    durableSubject(subject)
    if (this.#closed) throw new BusUnavailable('the bus is closed')
    const key = `${subject} ${id}`
    if (this.#done.has(key)) return
    let handled = this.#underWay.get(key)
    if (!handled) {
      first()
      handled = this.#offer(subject, payload).finally(() => this.#underWay.delete(key))
      this.#underWay.set(key, handled)
    }
    await handled
    this.#done.add(key)
  }

  consume(subject: string, name: string, handler: BatchHandler, maxBatch: number): Subscription {
    durablePattern(subject)
    if (this.#closed) throw new BusUnavailable('the bus is closed')
    const consumer = this.#consumer(subject, name)
    const member = consumer.join(handler, maxBatch)
    return { close: () => consumer.leave(member) }
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#consumers.values()].map((entry) => entry.consumer.close()))
  }

  async #offer(subject: string, payload: unknown): Promise<void> {
    const offers: Promise<void>[] = []
    for (const entry of this.#consumers.values()) {
      if (entry.matches(subject)) offers.push(entry.consumer.offer(payload))
    }
    await Promise.all(offers)
  }

  #consumer(subject: string, name: string): MemoryConsumer {
    const key = `${name} ${subject}`
    const known = this.#consumers.get(key)
    if (known) return known.consumer
    if (this.#consumers.size >= maxConsumers) throw new BusUnavailable('too many consumers')
    const { maxAttempts, absentMs, onError } = this.#options
    const consumer = new MemoryConsumer(maxAttempts, absentMs, (error) => onError(error, subject))
    this.#consumers.set(key, { matches: subjectMatcher(subject), consumer })
    return consumer
  }
}
