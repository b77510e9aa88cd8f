import type { LiveEvent } from '@parley/contracts'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { ConnectionKind } from './connection.ts'

/** Why the gateway closes sockets. */
const closeReasons = [
  'going away',
  'session ended',
  'too slow',
  'unresponsive',
  'no hello',
  'no answer to hello',
  'bad hello',
  'no live events',
  'left the group',
] as const
export type CloseReason = (typeof closeReasons)[number]

const pushTypes: readonly LiveEvent['type'][] = [
  'entry',
  'receipt',
  'head',
  'unread',
  'typing',
  'arranged',
  'left',
  'ended',
]

/** The figures of the gateway's sockets. What is counted by a label is there from the start, as 0. */
export class SocketMetrics {
  #deliveries: Record<ConnectionKind, { inc(): void }>
  #latency: Histogram
  #closed: Counter
  #resumes: Counter
  #pushes: Counter

  constructor(registry: Registry, count: () => Record<ConnectionKind, number>) {
    const registers = [registry]
    new Gauge({
      name: 'parley_gateway_sockets',
      help: 'Open sockets by kind',
      labelNames: ['kind'],
      registers,
      collect() {
        for (const [kind, sockets] of Object.entries(count())) this.set({ kind }, sockets)
      },
    })
    const deliveries = new Counter({
      name: 'parley_gateway_deliveries_total',
      help: 'Entries and notifications written to sockets',
      labelNames: ['kind'],
      registers,
    })
    this.#deliveries = {
      client: deliveries.labels('client'),
      chat: deliveries.labels('chat'),
      notifications: deliveries.labels('notifications'),
    }
    for (const kind of Object.keys(this.#deliveries)) deliveries.inc({ kind }, 0)
    this.#latency = new Histogram({
      name: 'parley_gateway_accept_to_deliver_seconds',
      help: 'Time from accepting a message to passing it on to the sockets of one person',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
      registers,
    })
    this.#closed = new Counter({
      name: 'parley_gateway_closed_total',
      help: 'Sockets closed by the gateway, by reason',
      labelNames: ['reason'],
      registers,
    })
    this.#resumes = new Counter({
      name: 'parley_gateway_resumes_total',
      help: 'Sockets told to compare heads after live events may have been lost',
      registers,
    })
    this.#pushes = new Counter({
      name: 'parley_gateway_pushes_total',
      help: 'Live events taken from the bus, by type',
      labelNames: ['type'],
      registers,
    })
    for (const reason of closeReasons) this.#closed.inc({ reason }, 0)
    for (const type of pushTypes) this.#pushes.inc({ type }, 0)
  }

  delivered(kind: ConnectionKind): void {
    this.#deliveries[kind].inc()
  }

  /** `at`: when the entry was accepted, in milliseconds since 1970. */
  took(at: number): void {
    this.#latency.observe(Math.max(0, Date.now() - at) / 1_000)
  }

  closed(reason: CloseReason): void {
    this.#closed.inc({ reason })
  }

  resumed(): void {
    this.#resumes.inc()
  }

  pushed(type: LiveEvent['type']): void {
    this.#pushes.inc({ type })
  }
}
