import type { GroupIntent } from '../groups/intent.ts'
import { type Entry, ParleyError } from '@parley/contracts'

/** An entry as its author gives it: a message, or what changes the one numbered `of`. `at` only where it was sent elsewhere, earlier. */
export interface Draft {
  by: string
  clientId: string
  kind?: 'message' | 'edit' | 'delete' | 'react' | 'unreact' | 'pin' | 'unpin' | 'members'
  text?: string
  re?: number
  mentions?: readonly string[]
  forwarded?: true
  of?: number
  at?: number
  /** What is to become of a group, where that is its kind. */
  intent?: GroupIntent
  /** Of another's message: only as long as its author may do so. */
  asAdmin?: true
}

/** Whether an entry is what was given; the text may have been taken away since. */
export function isOf(entry: Entry, { kind = 'message', text, re, forwarded, of }: Draft): boolean {
  return (
    entry.kind === kind &&
    entry.re === re &&
    entry.forwarded === forwarded &&
    entry.of === of &&
    (entry.text === text || entry.text === undefined)
  )
}

/** `known`: it was in the log already. */
export type Result = { entry: Entry; known: boolean } | { error: ParleyError }

/** Messages of one request, to be written in their order. Once one has failed, those after it have too. */
export class Job {
  readonly conversation: string
  readonly drafts: readonly Draft[]
  /** The seq up to which the sender had read. */
  readonly seen: number | undefined
  readonly startedAtMs: number
  readonly #results: (Result | undefined)[]
  readonly #finished = Promise.withResolvers<Result[]>()
  #open: number

  constructor(parts: {
    conversation: string
    drafts: readonly Draft[]
    seen?: number | undefined
    startedAtMs: number
  }) {
    this.conversation = parts.conversation
    this.drafts = parts.drafts
    this.seen = parts.seen
    this.startedAtMs = parts.startedAtMs
    this.#results = parts.drafts.map(() => undefined)
    this.#open = parts.drafts.length
  }

  /** Resolves when each draft has its result, in the order of the drafts. Never rejects. */
  get finished(): Promise<Result[]> {
    return this.#finished.promise
  }

  get isOpen(): boolean {
    return this.#open > 0
  }

  isPending(index: number): boolean {
    return this.#results[index] === undefined
  }

  succeed(index: number, entry: Entry, known: boolean): void {
    this.#settle(index, { entry, known })
  }

  /** Fails a draft and those after it; `unclear`: any of them may be in the log, or come into it. */
  fail(index: number, error: ParleyError): void {
    this.#settle(index, { error })
    const { unclear, cause } = error
    for (let next = index + 1; next < this.drafts.length; next++) {
      const rest = new ParleyError('UNAVAILABLE', 'A message before this one failed.', { unclear, cause })
      this.#settle(next, { error: rest })
    }
  }

  failAll(error: ParleyError): void {
    const first = this.#results.indexOf(undefined)
    if (first >= 0) this.fail(first, error)
  }

  #settle(index: number, result: Result): void {
    if (this.#results[index] !== undefined) return
    this.#results[index] = result
    this.#open -= 1
    if (this.#open === 0) this.#finished.resolve(this.#results.filter((each) => each !== undefined))
  }
}

/** One message of a job. */
export interface Item {
  job: Job
  index: number
  draft: Draft
}

export function itemsOf(jobs: readonly Job[]): Item[] {
  return jobs.flatMap((job) => job.drafts.map((draft, index) => ({ job, index, draft })))
}

export function isPending({ job, index }: Item): boolean {
  return job.isPending(index)
}
