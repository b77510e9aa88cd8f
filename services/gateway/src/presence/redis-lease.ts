import type { Redis } from 'ioredis'

export interface RedisLeaseParts {
  redis: Redis
  prefix: string
  instance: string
  leaseMs: number
  clock: () => number
  onError: (error: unknown) => void
}

const membersPerCommand = 1_000

/**
 * What one gateway writes: `lease:<instance>` that expires, `people:<instance>` (a set), its line in the hash
 * `gateways` (when it was last renewed), and `seen` (when people were last seen). Whatever Redis lost or another removed
 * is noticed at the next renewal, by the set's size, and written again.
 */
export class RedisLease {
  #parts: RedisLeaseParts
  #people = new Set<string>()
  #changes = new Map<string, boolean>()
  #timer: NodeJS.Timeout
  #writing: Promise<void> | undefined
  #renewing = true
  /** A write failed, so what Redis has of these people is not known. */
  #unsure = false
  #closed = false

  constructor(parts: RedisLeaseParts) {
    this.#parts = parts
    this.#timer = setInterval(() => this.renew(), parts.leaseMs / 3).unref()
  }

  enter(user: string): void {
    this.#people.add(user)
    this.#change(user, true)
  }

  leave(user: string): void {
    this.#people.delete(user)
    this.#change(user, false)
  }

  renew(): void {
    this.#renewing = true
    this.#write()
  }

  /** The gateways whose lease has not run out; those of the others are cleared away. */
  async living(): Promise<string[]> {
    const { redis, prefix } = this.#parts
    const known = await redis.hgetall(`${prefix}gateways`)
    const ids = Object.keys(known)
    if (ids.length === 0) return []
    const leases = await redis.mget(ids.map((id) => `${prefix}lease:${id}`))
    const dead = ids.filter((_, index) => leases[index] === null)
    for (const id of dead) await this.#bury(id, Number(known[id]))
    return ids.filter((_, index) => leases[index] !== null)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#timer)
    await this.#writing
    const { redis, prefix, instance, clock, onError } = this.#parts
    if (redis.status !== 'ready') return
    try {
      await redis.del(`${prefix}lease:${instance}`)
      await this.#bury(instance, clock())
    } catch (error) {
      onError(error)
    }
  }

  #change(user: string, held: boolean): void {
    this.#changes.set(user, held)
    this.#write()
  }

  #write(): void {
    if (this.#closed || this.#writing || this.#parts.redis.status !== 'ready') return
    // What else happens in this turn goes along.
    this.#writing = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#writeNow())
      .catch((error: unknown) => {
        this.#unsure = true
        this.#parts.onError(error)
      })
      .finally(() => {
        this.#writing = undefined
        if (this.#changes.size > 0 || this.#renewing) this.#write()
      })
  }

  async #writeNow(): Promise<void> {
    const changes = this.#changes
    const renewing = this.#renewing
    this.#changes = new Map()
    this.#renewing = false
    await this.#writeChanges(changes)
    if (renewing) await this.#renewNow()
  }

  async #writeChanges(changes: ReadonlyMap<string, boolean>): Promise<void> {
    const { redis, prefix, instance, clock } = this.#parts
    const came = [...changes].filter(([, held]) => held).map(([user]) => user)
    const left = [...changes].filter(([, held]) => !held).map(([user]) => user)
    for (const users of inParts(came)) await redis.sadd(`${prefix}people:${instance}`, users)
    for (const users of inParts(left)) {
      await redis.hset(`${prefix}seen`, Object.fromEntries(users.map((user) => [user, clock()])))
      await redis.srem(`${prefix}people:${instance}`, users)
    }
  }

  async #renewNow(): Promise<void> {
    const { redis, prefix, instance, leaseMs, clock } = this.#parts
    await redis.hset(`${prefix}gateways`, instance, clock())
    await redis.set(`${prefix}lease:${instance}`, '1', 'PX', leaseMs)
    const kept = await redis.scard(`${prefix}people:${instance}`)
    if (this.#changes.size > 0 || (kept === this.#people.size && !this.#unsure)) return
    this.#unsure = false
    await redis.del(`${prefix}people:${instance}`)
    for (const users of inParts([...this.#people])) await redis.sadd(`${prefix}people:${instance}`, users)
  }

  /** Several may do this at once: each step does no harm when repeated, the last one ends it. */
  async #bury(id: string, seenAt: number): Promise<void> {
    const { redis, prefix } = this.#parts
    const users = await redis.smembers(`${prefix}people:${id}`)
    for (const part of inParts(users))
      await redis.hset(`${prefix}seen`, Object.fromEntries(part.map((user) => [user, seenAt])))
    await redis.del(`${prefix}people:${id}`)
    await redis.hdel(`${prefix}gateways`, id)
  }
}

function* inParts(users: readonly string[]): Generator<string[]> {
  for (let i = 0; i < users.length; i += membersPerCommand) yield users.slice(i, i + membersPerCommand)
}
