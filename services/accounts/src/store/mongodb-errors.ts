import { setTimeout as pause } from 'node:timers/promises'
import { MongoError, MongoInvalidArgumentError, MongoServerError } from 'mongodb'
import { StoreUnavailable } from './errors.ts'

/** Server errors that say "not now" although the driver does not mark them so: shut down, stepped down, too slow. */
const passing = new Set([6, 7, 50, 64, 89, 91, 189, 262, 9001, 10_107, 11_600, 11_602, 13_435, 13_436])

/** Whether an error means that MongoDB cannot be used right now, and not that it was used wrongly. */
export function isAway(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true
  if (!(error instanceof MongoError) || error instanceof MongoInvalidArgumentError) return false
  if (!(error instanceof MongoServerError)) return true
  const marked = ['RetryableWriteError', 'TransientTransactionError', 'RetryableError'].some((label) =>
    error.hasErrorLabel(label),
  )
  return marked || passing.has(Number(error.code)) || error.name === 'MongoWriteConcernError'
}

/** Whether an error says that a unique value is there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11_000
}

const writeConflict = 112
const maxTries = 10
const longestPauseMs = 100

/** Writes that stood in each other’s way are tried again: one of them has been carried out by then. */
export async function untilNoConflict<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== writeConflict || tries === maxTries)
        throw error
      await pause(Math.random() * longestPauseMs)
    }
  }
}
