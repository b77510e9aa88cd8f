import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { ConnectionKind } from './connection.ts'

/** The figures of the gateway's sockets. */
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
  }

  delivered(kind: ConnectionKind): void {
    this.#deliveries[kind].inc()
  }

  /** `at`: when the entry was accepted, in milliseconds since 1970. */
  took(at: number): void {
    this.#latency.observe(Math.max(0, Date.now() - at) / 1_000)
  }

  closed(reason: string): void {
    this.#closed.inc({ reason })
  }

  resumed(): void {
    this.#resumes.inc()
  }

  pushed(type: string): void {
    this.#pushes.inc({ type })
  }
}
