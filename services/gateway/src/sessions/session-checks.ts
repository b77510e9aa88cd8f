import { accounts, type OutputOf, ParleyError } from '@parley/contracts'
import type { Call } from '@parley/service'
import { LRUCache } from 'lru-cache'
import { deviceOf } from './device.ts'

export type Identity = OutputOf<typeof accounts.checkSession>

export interface SessionKey {
  user: string
  epoch: number
  /** Digest. */
  session: string
}

/** A session that is used now. */
export interface SessionUse extends SessionKey {
  /** When it ends by itself if it is not used again. */
  expiresAt: number
  userAgent?: string | undefined
}

interface Checked {
  user: string
  identity: Identity
  at: number
}

/** Asked again after this, so that a short absence of accounts goes by unnoticed. */
const freshMs = 45_000
/** What accounts said is believed for this long while it is away. */
const believedMs = 60_000
const max = 20_000

/** Asks accounts whether a session lives, about once a minute for each one in use. */
export class SessionChecks {
  readonly #call: Call
  readonly #clock: () => number
  readonly #checked: LRUCache<string, Checked>
  readonly #underWay = new Map<string, Promise<Identity | null>>()
  #forgotten = 0

  constructor(call: Call, clock: () => number) {
    this.#call = call
    this.#clock = clock
    this.#checked = new LRUCache({ max })
  }

  /** Null where the session has ended. @throws ParleyError UNAVAILABLE where nobody can tell */
  async check(key: SessionUse, requestId: string): Promise<Identity | null> {
    const known = this.#checked.get(key.session)
    const ageMs = known ? this.#clock() - known.at : Number.POSITIVE_INFINITY
    if (known && ageMs < freshMs) return known.identity
    try {
      return await this.#ask(key, requestId)
    } catch (error) {
      if (known && ageMs < believedMs && this.#checked.get(key.session) === known) return known.identity
      throw error
    }
  }

  /** What a login said is as good as a check. */
  learn(session: string, identity: Identity): void {
    this.#checked.set(session, { user: identity.person.id, identity, at: this.#clock() })
  }

  /** Null for all of a person's sessions. An answer that is under way then counts for nothing later. */
  forget(user: string, session: string | null): void {
    this.#forgotten += 1
    if (session !== null) this.#checked.delete(session)
    else
      for (const [digest, one] of this.#checked.entries()) if (one.user === user) this.#checked.delete(digest)
  }

  /** What ended while nothing was heard is not known: all are asked for again. */
  forgetAll(): void {
    this.#forgotten += 1
    this.#checked.clear()
  }

  #ask(key: SessionUse, requestId: string): Promise<Identity | null> {
    const known = this.#underWay.get(key.session)
    if (known) return known
    const asked = this.#fetch(key, requestId).finally(() => this.#underWay.delete(key.session))
    this.#underWay.set(key.session, asked)
    return asked
  }

  async #fetch({ userAgent, ...key }: SessionUse, requestId: string): Promise<Identity | null> {
    const forgotten = this.#forgotten
    try {
      const context = { actor: null, requestId }
      const input = { ...key, device: deviceOf(userAgent) }
      const identity = await this.#call(accounts.checkSession, input, context, { timeoutMs: 2_000 })
      if (forgotten === this.#forgotten) this.learn(key.session, identity)
      return identity
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'UNAUTHENTICATED') throw error
      this.#checked.delete(key.session)
      return null
    }
  }
}
