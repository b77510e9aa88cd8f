/** How long this client waits for what, in milliseconds. */
export interface Timing {
  /** For the socket to open, and for the answer to hello. */
  connectMs: number
  /** For the answer to a request. */
  requestMs: number
  /** Silence after which a ping is sent. */
  pingAfterMs: number
  /** For any sign of life after a ping. */
  pingDeadlineMs: number
  /** The same where the browser woke up or says that it is offline. */
  wakeDeadlineMs: number
  /** The shortest and the longest pause before the next try, before jitter. */
  firstPauseMs: number
  longestPauseMs: number
  /** A connection that lasted this long begins again with the shortest pause. */
  stableMs: number
  /** How long messages wait for a socket that is coming before they go by HTTP. */
  httpAfterMs: number
  /** Acknowledgements of delivery are gathered for this long. */
  deliveredEveryMs: number
  /** How often heads are compared, in case live frames were lost unnoticed. */
  compareEveryMs: number
}

export const defaultTiming: Timing = {
  connectMs: 15_000,
  requestMs: 15_000,
  pingAfterMs: 25_000,
  pingDeadlineMs: 10_000,
  wakeDeadlineMs: 4_000,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
  stableMs: 10_000,
  httpAfterMs: 1_500,
  deliveredEveryMs: 400,
  compareEveryMs: 240_000,
}
