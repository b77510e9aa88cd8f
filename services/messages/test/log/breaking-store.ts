import type { LogRecord } from '../../src/store/log-record.ts'
import type { Outcome, Store } from '../../src/store/store.ts'

/** Something asked of the world outside a process: the world decides when it happens, and what is answered. */
export interface Step {
  name: string
  /** Does it and answers. */
  succeed(): Promise<void>
  /** Answers with an error, and does nothing of it. */
  fail(): void
  /** Answers with an error, though it is done. */
  succeedUnclearly(): Promise<void>
  /** Answers with an error; a first part may be done now, the rest is done when the returned function is called. */
  linger(): Promise<() => Promise<void>>
}

interface Work {
  all(): Promise<unknown>
  first(): Promise<unknown>
  rest(): Promise<unknown>
}

/** A store each of whose operations waits for the world, to which it is offered. */
export function breakingStore(store: Store, offer: (step: Step) => void): Store {
  return new Proxy(store, {
    get(target, key) {
      if (key === 'exclusive') return false
      const method: unknown = Reflect.get(target, key)
      if (typeof method !== 'function') return method
      return (...args: unknown[]) => {
        const all = () => method.apply(target, args)
        const whole = { all, first: async () => undefined, rest: all }
        return offered(
          offer,
          String(key),
          key === 'insert' ? inserting(target, args[0] as LogRecord[]) : whole,
        )
      }
    },
  })
}

/** Offers a step to the world; resolves as the world decides. */
export function offered(offer: (step: Step) => void, name: string, work: Work): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const broken = () => reject(new Error(`${name} was broken by the test`))
    const quietly = async (part: () => Promise<unknown>) => {
      try {
        await part()
      } catch {
        // Nobody waits for it any more.
      }
    }
    offer({
      name,
      async succeed() {
        try {
          resolve(await work.all())
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      },
      fail: broken,
      async succeedUnclearly() {
        await quietly(work.all)
        broken()
      },
      async linger() {
        await quietly(work.first)
        broken()
        return () => quietly(work.rest)
      },
    })
  })
}

/** An ordered batch in two parts: the second is tried only where the first was not stopped. */
function inserting(store: Store, records: LogRecord[]): Work {
  const half = Math.floor(records.length / 2)
  let outcome: Outcome = { kind: 'written' }
  return {
    all: () => store.insert(records),
    async first() {
      if (half > 0) outcome = await store.insert(records.slice(0, half))
    },
    async rest() {
      if (outcome.kind === 'written') await store.insert(records.slice(half))
    },
  }
}
