import { waitFor } from '@parley/testing'

/** Gathers what a handler gets, so that a test can wait for it. */
export class Collector<Item = unknown> {
  readonly items: Item[] = []

  readonly add = (item: Item): void => {
    this.items.push(item)
  }

  /** Resolves with all items when there are at least `count`. */
  async reached(count: number, timeoutMs = 10_000): Promise<Item[]> {
    await waitFor(() => this.items.length >= count, { what: `${count} messages`, timeoutMs })
    return this.items
  }
}

/** A durable handler that takes everything. */
export function takes(collector: Collector | undefined): (payloads: unknown[]) => Promise<void> {
  return async (payloads) => {
    for (const payload of payloads) collector?.add(payload)
  }
}
