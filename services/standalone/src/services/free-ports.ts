import { listenError } from '@parley/service'
import { listenOnce } from '../listen-once.ts'

export interface WantedPort {
  port: number
  /** What sets it. */
  variable: string
}

/** @throws StartError for the first port that cannot be had, naming the variable that sets it */
export async function assertFree(host: string, wanted: readonly WantedPort[]): Promise<void> {
  for (const { port, variable } of wanted) {
    const error = await listenOnce(host, port)
    if (error) throw listenError(error, { host, port, variable })
  }
}
