import { parseArgs } from 'node:util'
import { randomBytes } from 'node:crypto'

export interface Options {
  /** How many faults at most. */
  faults: number
  /** How long faults go on at most; what it takes to start, settle and check comes on top. */
  seconds: number
  seed: string
  embedded: boolean
  /** People with the SDK. */
  people: number
  /** How long the longest faults are, as a part of their full length. */
  scale: number
  /** How long is waited at the end at least for what is told late; 9 s by default. */
  watchMs?: number
}

/** What the command takes is not what was given. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const usage = `npm run chaos -- [--faults N] [--seconds N] [--seed S] [--embedded]
  --faults N    how many faults happen (30)
  --seconds N   no fault begins later than this after the first (no end)
  --seed S      decides which faults happen to what and when; the same seed is the same schedule
  --embedded    one process on SQLite, instead of two of each on MongoDB, NATS and Redis
  --people N    how many people have the SDK (16); half as many again come by plain sockets and routes`

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const { values } = parse(args)
  return {
    faults: whole(values.faults, 'faults', values.seconds === undefined ? 30 : 100_000),
    seconds: whole(values.seconds, 'seconds', 1_000_000),
    seed: seedOf(values.seed),
    embedded: values.embedded ?? false,
    people: whole(values.people, 'people', 16),
    scale: 1,
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    faults: text,
    seconds: text,
    seed: text,
    people: text,
    embedded: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function whole(given: string | undefined, name: string, otherwise: number): number {
  if (given === undefined) return otherwise
  if (!/^[1-9]\d{0,6}$/.test(given)) throw new UsageError(`--${name} takes a whole number above 0`)
  return Number(given)
}

function seedOf(given: string | undefined): string {
  if (given === undefined) return randomBytes(4).toString('hex')
  if (!/^[a-zA-Z0-9-]{1,40}$/.test(given)) throw new UsageError('--seed takes letters, digits and -')
  return given
}
