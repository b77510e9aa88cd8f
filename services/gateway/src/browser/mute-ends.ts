import type { ParleyClient } from '@parley/client'

/** A clock that is a little wrong asks again so soon; timers take no more than this. */
const [soonestMs, latestMs] = [1_000, 3_600_000]

/** Says when the first of some rows is not muted any more. */
export class MuteEnds {
  readonly #client: ParleyClient
  readonly #over: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(client: ParleyClient, over: () => void) {
    this.#client = client
    this.#over = over
  }

  plan(rows: readonly HTMLElement[]): void {
    clearTimeout(this.#timer)
    const ends = rows.flatMap(({ dataset }) => (dataset.mutedUntil ? Date.parse(dataset.mutedUntil) : []))
    if (ends.length === 0) return
    const inMs = Math.min(...ends) - this.#client.now
    this.#timer = setTimeout(
      () => (inMs > latestMs ? this.plan(rows) : this.#over()),
      Math.min(latestMs, Math.max(soonestMs, inMs)),
    )
  }
}
