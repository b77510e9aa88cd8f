import type { AccountStore } from '../store/store.ts'

const freshForMs = 60_000

export interface LegacyCost {
  /** PBKDF2 iterations of the costliest hash that was taken over and not replaced yet. */
  iterations(): Promise<number>
  /** A hash of so many iterations was just taken over here. */
  noteAtLeast(iterations: number): void
}

/** Remembers for a minute what every login needs to know; another instance's import is seen after that. */
export function legacyCost(store: AccountStore, clock: () => number): LegacyCost {
  let known = 0
  let until = Number.NEGATIVE_INFINITY
  return {
    async iterations() {
      if (clock() >= until) {
        known = await store.legacyIterations()
        until = clock() + freshForMs
      }
      return known
    },
    noteAtLeast(iterations) {
      known = Math.max(known, iterations)
    },
  }
}
