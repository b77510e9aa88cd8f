import type { History } from '../history.ts'

/** A promise that was not kept, and by what it shows. */
export interface Violation {
  promise: string
  what: string
}

/** Holds one promise against all that happened. */
export type Check = (history: History) => Violation[]
