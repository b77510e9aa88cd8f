import { type Argon2Cost, hashArgon2id, matchesArgon2id, parseArgon2id, recommendedCost } from './argon2id.ts'
import { matchesDjangoHash, parseDjangoHash, spendDjangoIterations } from './django-hash.ts'
import { type WorkQueue, workQueue } from './work-queue.ts'

export interface Passwords {
  /** @throws ParleyError RATE_LIMITED */
  hash(password: string): Promise<string>
  /**
   * Checks a password against a stored hash, or against nobody's. A wrong answer takes the same work whatever is
   * stored: one argon2id, and as many PBKDF2 iterations as the costliest taken-over hash (`legacyIterations`) needs.
   * `replacement` is the hash to store from now on, where the present one is of another kind or cost.
   * @throws ParleyError RATE_LIMITED
   */
  check(
    password: string,
    stored: string | undefined,
    legacyIterations: number,
  ): Promise<{ matches: boolean; replacement?: string }>
  readonly queue: WorkQueue
}

export interface PasswordWork {
  hashArgon2id: typeof hashArgon2id
  matchesArgon2id: typeof matchesArgon2id
  matchesDjangoHash: typeof matchesDjangoHash
  spendDjangoIterations: typeof spendDjangoIterations
}

export interface PasswordOptions {
  cost?: Argon2Cost
  /** How many are hashed at once: 2. Node has four threads for such work; the others are for files and names. */
  concurrency?: number
  /** How many may wait: 60. */
  maxWaiting?: number
  /** How long anybody may have to wait: 2.5 s, since callers give up after 5. */
  maxWaitMs?: number
  /** The work itself, so that a test can count it. */
  work?: PasswordWork
}

export function passwords(options: PasswordOptions = {}): Passwords {
  const { cost = recommendedCost, concurrency = 2, maxWaiting = 60, maxWaitMs = 2_500 } = options
  const work = options.work ?? { hashArgon2id, matchesArgon2id, matchesDjangoHash, spendDjangoIterations }
  const queue = workQueue({ concurrency, maxWaiting, maxWaitMs })

  async function check(password: string, stored: string | undefined, legacyIterations: number) {
    const legacy = stored === undefined ? undefined : parseDjangoHash(stored)
    if (legacy) {
      const matches = await work.matchesDjangoHash(password, legacy)
      await spend(password, legacyIterations - legacy.iterations)
      // Made also for a wrong password, which must take as long as any other; then it is thrown away.
      const replacement = await work.hashArgon2id(password, cost)
      return matches ? { matches, replacement } : { matches }
    }
    await spend(password, legacyIterations)
    const current = stored === undefined ? undefined : parseArgon2id(stored)
    if (stored === undefined || !current) {
      await work.hashArgon2id(password, cost)
      return { matches: false }
    }
    const matches = await work.matchesArgon2id(password, stored)
    const asNow =
      current.memoryKiB === cost.memoryKiB &&
      current.passes === cost.passes &&
      current.parallelism === cost.parallelism
    return matches && !asNow ? { matches, replacement: await work.hashArgon2id(password, cost) } : { matches }
  }

  async function spend(password: string, iterations: number): Promise<void> {
    if (iterations > 0) await work.spendDjangoIterations(password, iterations)
  }

  return {
    queue,
    hash: (password) => queue.run(() => work.hashArgon2id(password, cost)),
    check: (password, stored, legacyIterations) => queue.run(() => check(password, stored, legacyIterations)),
  }
}
