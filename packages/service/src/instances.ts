import type { Bus, Subscription } from '@parley/bus'
import { type Owner, presentSubject } from '@parley/contracts'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

/** From one word of an instance to the next, in milliseconds. */
export const presentEveryMs = 1_000
/** Who has said nothing for so long is left out. */
const silentMs = 3_500
const maxInstances = 1_000

/** What an instance says of itself. */
const Present = Type.Object({
  instance: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
  /** It takes no more; what comes all the same is answered by the others. */
  leaving: Type.Optional(Type.Boolean()),
})
const present = Compile(Present)

/**
 * Which instances of a service there are, as they say themselves, and which of them a key belongs to. It is for speed
 * alone: two who see other instances ask two for the same key, and both are right.
 */
export class Instances {
  readonly #clock: () => number
  readonly #seen = new Map<string, number>()
  #subscription: Subscription | undefined

  /** @param clock monotonic milliseconds */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  async listen(bus: Bus, owner: Owner): Promise<void> {
    this.#subscription = await bus.subscribe(presentSubject(owner), (payload) => {
      if (!present.Check(payload)) return
      if (payload.leaving) this.#seen.delete(payload.instance)
      else if (this.#seen.size < maxInstances) this.#seen.set(payload.instance, this.#clock())
    })
  }

  /** The instance that a key belongs to; undefined where there is no choice. By highest random weight (Thaler and Ravishankar, 1998). */
  of(key: string): string | undefined {
    const silentSince = this.#clock() - silentMs
    let chosen: string | undefined
    let most = -1
    for (const [instance, seenAt] of this.#seen) {
      if (seenAt < silentSince) {
        this.#seen.delete(instance)
        continue
      }
      const weight = weightOf(`${instance} ${key}`)
      if (weight > most) [chosen, most] = [instance, weight]
    }
    return this.#seen.size > 1 ? chosen : undefined
  }

  async close(): Promise<void> {
    await this.#subscription?.close()
  }
}

/** FNV-1a with the last mixing of MurmurHash3, since what differs in its last characters alone must weigh quite differently. */
function weightOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
