import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

/** How long things took, in milliseconds. `ladder` is for plots: [percentile, milliseconds], rising. */
export interface LatencySummary {
  count: number
  mean: number
  p50: number
  p90: number
  p99: number
  p999: number
  max: number
  ladder: [number, number][]
}

const longestMs = 120_000
const ladderSteps = [0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97.5, 98, 99, 99.5, 99.9, 99.99]

/** Times in constant memory, each kept to three figures (Node's HDR histogram, in microseconds). */
export class Latencies {
  readonly #histogram: RecordableHistogram = createHistogram({
    lowest: 1,
    highest: longestMs * 1_000,
    figures: 3,
  })

  add(ms: number): void {
    this.#histogram.record(Math.min(Math.max(1, Math.round(ms * 1_000)), longestMs * 1_000))
  }

  reset(): void {
    this.#histogram.reset()
  }

  summary(): LatencySummary {
    const { count } = this.#histogram
    const at = (percentile: number) =>
      percentile === 0 ? this.#histogram.min / 1_000 : this.#histogram.percentile(percentile) / 1_000
    if (count === 0) return { count, mean: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0, ladder: [] }
    return {
      count,
      mean: this.#histogram.mean / 1_000,
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      max: this.#histogram.max / 1_000,
      ladder: ladderSteps.map((step) => [step, at(step)]),
    }
  }
}
