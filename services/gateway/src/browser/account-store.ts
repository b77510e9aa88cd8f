/** What one account keeps in this browser beside its outbox: a value by name. Nothing is kept where that is forbidden. */
export interface AccountStore {
  get(name: string): string
  /** An empty value is forgotten. */
  set(name: string, value: string): void
  erase(): void
}

/** `localStorage`, as far as it is used here. */
export interface ValueStorage {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

export function accountStore(account: string, storage: ValueStorage | undefined): AccountStore {
  const prefix = `parley.draft.${account}.`
  return {
    get: (name) => storage?.getItem(prefix + name) ?? '',
    set(name, value) {
      try {
        if (value === '') storage?.removeItem(prefix + name)
        else storage?.setItem(prefix + name, value)
      } catch {
        // Full: then the draft lives as long as the page.
      }
    },
    erase() {
      const keys = Array.from({ length: storage?.length ?? 0 }, (_, i) => storage?.key(i) ?? '')
      for (const key of keys) if (key.startsWith(prefix)) storage?.removeItem(key)
    },
  }
}

/** Browsers may forbid it, and say so by throwing. */
export function storageOf<S extends ValueStorage>(window: { readonly localStorage: S }): S | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}
