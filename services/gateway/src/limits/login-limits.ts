import { isIPv6 } from 'node:net'
import { createHash } from 'node:crypto'
import { ParleyError } from '@parley/contracts'
import type { RateLimiter, RateRule } from './rate-limiter.ts'

/** The bounds on guessing passwords and on making accounts. */
export interface LoginLimits {
  /** One try to log in. @throws ParleyError RATE_LIMITED with `retryAfterMs` */
  logIn(username: string, address: string): Promise<void>
  /** One try to sign up. @throws ParleyError RATE_LIMITED with `retryAfterMs` */
  signUp(address: string): Promise<void>
  /** One change that a person makes to their own account. @throws ParleyError RATE_LIMITED with `retryAfterMs` */
  change(user: string): Promise<void>
}

/**
 * `perMinute` tries for one account (0: no limit), from one address six times as many, since offices share one;
 * new accounts as often from one address, and changes to one's own as often, three times as many at once.
 */
export function loginLimits(limiter: RateLimiter, perMinute: number): LoginLimits {
  if (perMinute === 0) return { logIn: nothing, signUp: nothing, change: nothing }
  const account = ruleOf('login-account', perMinute, perMinute)
  const address = ruleOf('login-address', perMinute * 6, perMinute * 6)
  const newAccounts = ruleOf('signup-address', perMinute, perMinute * 3)
  const changes = ruleOf('account-changes', perMinute, perMinute * 3)

  async function take(rule: RateRule, key: string): Promise<void> {
    const { taken, waitMs } = await limiter.take(rule, key, { least: 1, most: 1 })
    if (taken === 0) throw new ParleyError('RATE_LIMITED', undefined, { retryAfterMs: Math.max(1, waitMs) })
  }

  return {
    async logIn(username, from) {
      await take(address, networkOf(from))
      await take(account, digestOf(username))
    },
    signUp: (from) => take(newAccounts, networkOf(from)),
    change: (user) => take(changes, user),
  }
}

async function nothing(): Promise<void> {}

function ruleOf(name: string, perMinute: number, burst: number): RateRule {
  return { name, perSecond: perMinute / 60, burst: Math.max(1, burst) }
}

/** Who has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0')
  return [...groups, ...zeros, ...after].slice(0, 4).join(':')
}

/** Keys are of one length, whatever was typed, and hold no names. */
function digestOf(username: string): string {
  return createHash('sha256').update(username.trim().toLowerCase()).digest('base64url').slice(0, 22)
}
