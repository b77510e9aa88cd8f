import type { Bus } from '@parley/bus'

export interface LossyBus extends Bus {
  /** While true, what is live goes nowhere. */
  isLosing: boolean
  /** As the bus does when its connection is back. */
  comeBack(): void
}

/** A bus that can lose live events, as a connection to NATS does, without telling anybody. */
export function lossyBus(bus: Bus): LossyBus {
  const listeners = new Set<(connected: boolean) => void>()
  return {
    isLosing: false,
    comeBack() {
      for (const listener of listeners) listener(true)
    },
    publish(subject, payload) {
      if (!(this.isLosing && subject.startsWith('live.'))) bus.publish(subject, payload)
    },
    subscribe: (...given) => bus.subscribe(...given),
    request: (...given) => bus.request(...given),
    respond: (...given) => bus.respond(...given),
    publishDurable: (...given) => bus.publishDurable(...given),
    consume: (...given) => bus.consume(...given),
    flush: () => bus.flush(),
    get connected() {
      return bus.connected
    },
    onConnection(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => bus.close(),
  }
}
