import { type OutboxItem, parseItem } from './outbox-item.ts'
import type { OutboxStorage } from './outbox-storage.ts'

/** `localStorage`, as far as it is used here. */
export interface KeyValueStorage {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** `window`, as the place where other tabs' writes are told of. */
export interface StorageEvents {
  addEventListener(type: 'storage', listener: (event: StorageChange) => void): void
  removeEventListener(type: 'storage', listener: (event: StorageChange) => void): void
}

export interface StorageChange {
  readonly key: string | null
  readonly newValue: string | null
}

/**
 * One account's outbox in a browser: a key for each message, so that tabs never overwrite each other's. It is written
 * before `put` returns, so that closing the tab right after Enter loses nothing.
 */
export function browserStorage(
  account: string,
  storage: KeyValueStorage,
  events: StorageEvents,
): OutboxStorage {
  const prefix = `parley.outbox.${account}.`
  const write = (item: OutboxItem) => storage.setItem(prefix + item.clientId, JSON.stringify(item))

  return {
    load: () => keysOf(storage, prefix).flatMap((key) => parseItem(storage.getItem(key)) ?? []),
    put: write,
    update(item) {
      if (storage.getItem(prefix + item.clientId) !== null) write(item)
    },
    remove: (clientId) => storage.removeItem(prefix + clientId),
    erase() {
      for (const key of keysOf(storage, prefix)) storage.removeItem(key)
    },
    watch(changed) {
      const listener = ({ key, newValue }: StorageChange) => {
        if (key?.startsWith(prefix)) changed(key.slice(prefix.length), parseItem(newValue) ?? null)
      }
      events.addEventListener('storage', listener)
      return () => events.removeEventListener('storage', listener)
    },
  }
}

function keysOf(storage: KeyValueStorage, prefix: string): string[] {
  return Array.from({ length: storage.length }, (_, i) => storage.key(i)).filter(
    (key): key is string => key?.startsWith(prefix) === true,
  )
}
