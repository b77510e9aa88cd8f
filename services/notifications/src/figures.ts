import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What an operator needs to see of notifications. */
export interface Figures {
  pushes: Counter
  asks: Counter<'outcome'>
  batchSizes: Histogram
  lag: Histogram
}

export function figures(registry: Registry, waiting: () => number): Figures {
  const registers = [registry]
  new Gauge({
    name: 'parley_notifications_waiting',
    help: 'People whose unread count has changed and is still to be counted',
    registers,
    collect() {
      this.set(waiting())
    },
  })
  const asks = new Counter({
    name: 'parley_notifications_asks_total',
    help: 'Times that messages was asked for counts, by outcome',
    labelNames: ['outcome'],
    registers,
  })
  // From the first one on it counts as growth.
  for (const outcome of ['answered', 'failed']) asks.inc({ outcome }, 0)
  return {
    pushes: new Counter({
      name: 'parley_notifications_pushes_total',
      help: 'Unread counts told to people',
      registers,
    }),
    asks,
    batchSizes: new Histogram({
      name: 'parley_notifications_asked_people',
      help: 'People that one ask was about',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200],
      registers,
    }),
    lag: new Histogram({
      name: 'parley_notifications_lag_seconds',
      help: 'Time from an event to the push of the count that it led to',
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60],
      registers,
    }),
  }
}
