export type { Bus, Subscription } from './bus.ts'
export { BusTimeout, BusUnavailable, type ErrorListener } from './errors.ts'
export { type MemoryBusOptions, memoryBus } from './memory-bus.ts'
export { type NatsBusOptions, natsBus } from './nats-bus.ts'
