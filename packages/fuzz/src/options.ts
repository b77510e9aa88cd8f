import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { StartError } from '@parley/service'

export interface Options {
  /** How long hostile input goes on; what it takes to start and to look afterwards comes on top. */
  seconds: number
  /** Decides what is sent, in which order. */
  seed: number
  /** Services on MongoDB, NATS and Redis, instead of one process. */
  real: boolean
}

export const usage = `npm run fuzz -- [--seconds N] [--seed S] [--real]
  --seconds N   how long (30)
  --seed S      a whole number that decides what is sent; the same seed sends the same
  --real        the services on MongoDB, NATS and Redis from the PATH, instead of one process on SQLite`

/** @throws StartError in words for whoever typed it */
export function readOptions(args: readonly string[]): Options {
  const { seconds, seed, real } = parse(args)
  return {
    seconds: whole('seconds', seconds, 30, 86_400),
    seed: whole('seed', seed, randomInt(1, 2 ** 31), 2 ** 31),
    real: real ?? false,
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = { seconds: text, seed: text, real: { type: 'boolean' } } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (cause) {
    throw new StartError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`, { cause })
  }
}

function whole(name: string, given: string | undefined, otherwise: number, most: number): number {
  if (given === undefined) return otherwise
  const value = Number(given)
  if (Number.isInteger(value) && value > 0 && value <= most) return value
  throw new StartError(`--${name} takes a whole number from 1 to ${most}.`)
}
