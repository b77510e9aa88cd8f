export interface HeartbeatParts {
  /** Every second, with the time in milliseconds since 1970. */
  beat: (now: number) => void
  /** The process did nothing else for this long. */
  stalled: (ms: number) => void
}

const everyMs = 500
const stallMs = 1_000

/** The one timer behind all sockets: deadlines, pings and what else is due. */
export class Heartbeat {
  #timer: NodeJS.Timeout
  #expected: number
  #beats = 0

  constructor({ beat, stalled }: HeartbeatParts) {
    this.#expected = performance.now() + everyMs
    this.#timer = setInterval(() => {
      const now = performance.now()
      const lateMs = now - this.#expected
      this.#expected = now + everyMs
      if (lateMs > stallMs) stalled(Math.round(lateMs))
      this.#beats += 1
      if (this.#beats % 2 === 0) beat(Date.now())
    }, everyMs).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
