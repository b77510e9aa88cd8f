import type { Test } from 'tap'
import { type Bus, natsBus } from '../src/index.ts'
import { Collector } from './collector.ts'

/** A connection that the test closes. */
export async function open(t: Test, url: string, errors = new Collector()): Promise<Bus> {
  const bus = await natsBus({ url, name: 'test', onError: errors.add })
  t.teardown(() => bus.close())
  return bus
}

/** Gathers what `onConnection` says from now on. */
export function watch(bus: Bus): Collector<boolean> {
  const changes = new Collector<boolean>()
  bus.onConnection(changes.add)
  return changes
}
