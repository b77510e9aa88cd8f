import type { OutboxItem } from './outbox-item.ts'

type MaybePromise<T> = T | Promise<T>

/** Where one account's unsent messages are kept. A `put` that has returned (or resolved) survives a crash. */
export interface OutboxStorage {
  load(): MaybePromise<OutboxItem[]>
  /** @throws when there is no room */
  put(item: OutboxItem): MaybePromise<void>
  /** Replaces an item; one that was removed meanwhile, also by another tab, stays removed. */
  update(item: OutboxItem): MaybePromise<void>
  remove(clientId: string): MaybePromise<void>
  erase(): MaybePromise<void>
  /** Tells what other tabs do: the item as it is now, or null once it is removed. Returns how to stop. */
  watch?(changed: (clientId: string, item: OutboxItem | null) => void): () => void
}

/** Kept as long as the process. */
export function memoryStorage(): OutboxStorage {
  const items = new Map<string, OutboxItem>()
  return {
    load: () => [...items.values()],
    put: (item) => void items.set(item.clientId, item),
    update(item) {
      if (items.has(item.clientId)) items.set(item.clientId, item)
    },
    remove: (clientId) => void items.delete(clientId),
    erase: () => items.clear(),
  }
}
