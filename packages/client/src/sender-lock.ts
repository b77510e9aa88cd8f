/** Lets one of several tabs send: calls `held` when it is this one's turn, and returns how to give it up. */
export type SenderLock = (held: () => void) => () => void

/** For a process that is alone with its outbox. */
export const noLock: SenderLock = (held) => {
  held()
  return () => {}
}

/** `navigator.locks`, as far as it is used here. */
export interface Locks {
  request(name: string, options: { signal: AbortSignal }, held: () => Promise<void>): Promise<unknown>
}

/** One tab of a browser at a time, by Web Locks: when that tab closes or crashes, the next one takes over. */
export function webLock(name: string, locks: Locks): SenderLock {
  return (held) => {
    const waiting = new AbortController()
    const released = Promise.withResolvers<void>()
    const holding = async () => {
      held()
      await released.promise
    }
    // Rejects when it is given up before it was held.
    locks.request(name, { signal: waiting.signal }, holding).catch(() => {})
    return () => {
      waiting.abort()
      released.resolve()
    }
  }
}
