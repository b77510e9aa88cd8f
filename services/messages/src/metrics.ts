import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, Histogram } from 'prom-client'
import type { Figures } from './figures.ts'
import type { MessageLog } from './log/message-log.ts'

/** Adds what an operator needs to know of the log to `/metrics`. */
export function logMetrics(app: FastifyInstance): Figures {
  const registers = [app.metrics]
  const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  const batches = new Histogram({
    name: 'parley_log_batch_messages',
    help: 'Messages of one durable write',
    buckets: sizes,
    registers,
  })
  const latency = new Histogram({
    name: 'parley_log_commit_seconds',
    help: 'Time from taking a batch until it is durable',
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  })
  const takeovers = new Counter({
    name: 'parley_log_takeovers_total',
    help: 'Lanes of dead writers that were finished',
    registers,
  })
  const resumes = new Histogram({
    name: 'parley_resume_entries',
    help: 'Entries in one answer to changes',
    buckets: [0, ...sizes],
    registers,
  })
  return {
    batch(size, ms) {
      batches.observe(size)
      latency.observe(ms / 1_000)
    },
    takeover: () => takeovers.inc(),
    resume: (size) => resumes.observe(size),
  }
}

/** Adds how much waits: messages to be written, heads to be stored. */
export function waitingMetrics(app: FastifyInstance, log: MessageLog): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [app.metrics],
      collect() {
        this.set(value())
      },
    })
  gauge('parley_log_queued_messages', 'Messages that wait to be written', () => log.queued)
  gauge(
    'parley_heads_laid_over',
    'Conversations whose heads are not known to be stored',
    () => log.overlay.size,
  )
}
