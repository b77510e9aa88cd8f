import type { Test } from 'tap'
import type { Bus } from '../src/index.ts'

/** A way for messages that several connections share: a NATS server, or the one bus of a process. */
export interface Medium {
  /** Another connection to the same medium (in one process: the same bus). The suite closes it. */
  connect(t: Test): Promise<Bus>
  /** Whether a durable publish is kept while its consumer is away, or waits for it. */
  keepsForAbsent: boolean
}

/** Two connections to it. */
export async function two(medium: Medium, t: Test): Promise<readonly [Bus, Bus]> {
  return [await medium.connect(t), await medium.connect(t)]
}
