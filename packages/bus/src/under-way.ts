/** Counts asynchronous work under way, so that it can be bounded and waited for. */
export class UnderWay {
  #max: number
  #count = 0
  #idle: (() => void)[] = []

  constructor(max: number) {
    this.#max = max
  }

  get full(): boolean {
    return this.#count >= this.#max
  }

  start(): void {
    this.#count++
  }

  end(): void {
    this.#count--
    if (this.#count === 0) for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    if (this.#count === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }
}
