/** How fast something may happen: `burst` at once, and `perSecond` for ever. */
export interface RateRule {
  name: string
  perSecond: number
  burst: number
}

export interface Taken {
  /** How many were given: 0, or from `least` to `most`. */
  taken: number
  /** Where none was given: when `least` would be there, in milliseconds. */
  waitMs: number
}

/**
 * Token buckets, one for each rule and key. Two makers exist: memory (of one process) and Redis (shared by all
 * gateways). `test/limits/rate-limiter-suite.ts` is the definition; both makers pass it.
 */
export interface RateLimiter {
  /** Takes as many as there are up to `most`, or none where there are fewer than `least`. Never rejects. */
  take(rule: RateRule, key: string, amount: { least: number; most: number }): Promise<Taken>
  close(): Promise<void>
}
