import { Latencies, type LatencySummary } from './latency.ts'

const stepMs = 250
const maxSteps = 4 * 3_600

/** What happened, and how fast, in each quarter of a second of a window. */
export interface Metered {
  count: number
  seconds: number
  perSecond: number
  latency: LatencySummary
  series: { everyMs: number; counts: number[] }
}

/** Counts and times what happens between `begin` and `end`; what happens outside of that is not counted. */
export class Meter {
  readonly #latencies = new Latencies()
  #count = 0
  #counts: number[] = []
  #beganAt = 0
  #seconds = 0
  #isOpen = false

  begin(): void {
    this.#latencies.reset()
    this.#count = 0
    this.#counts = []
    this.#beganAt = performance.now()
    this.#isOpen = true
  }

  end(): void {
    this.#seconds = (performance.now() - this.#beganAt) / 1_000
    this.#isOpen = false
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get count(): number {
    return this.#count
  }

  /** One more of what is counted, which took so long. */
  took(ms: number): void {
    if (!this.#isOpen) return
    this.#count += 1
    this.#latencies.add(ms)
    const step = Math.floor((performance.now() - this.#beganAt) / stepMs)
    if (step < maxSteps) this.#counts[step] = (this.#counts[step] ?? 0) + 1
  }

  result(): Metered {
    const steps = Math.min(maxSteps, Math.round((this.#seconds * 1_000) / stepMs))
    return {
      count: this.#count,
      seconds: this.#seconds,
      perSecond: this.#count / this.#seconds,
      latency: this.#latencies.summary(),
      series: { everyMs: stepMs, counts: Array.from({ length: steps }, (_, i) => this.#counts[i] ?? 0) },
    }
  }
}
