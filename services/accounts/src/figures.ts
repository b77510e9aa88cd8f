import { Gauge } from 'prom-client'
import type { Room } from './parts.ts'

/** What an operator needs to see of accounts beside the durations of its operations. */
export function figures({ app, passwords: { queue } }: Room): void {
  new Gauge({
    name: 'parley_password_hashing',
    help: 'Passwords being hashed, and waiting for it',
    labelNames: ['state'],
    registers: [app.metrics],
    collect() {
      this.set({ state: 'under_way' }, queue.underWay)
      this.set({ state: 'waiting' }, queue.waiting)
    },
  })
}
