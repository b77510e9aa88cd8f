import { type Random, randomFrom } from './random.ts'

export type Direction = 'to target' | 'to client'

/** Something that is done to the installation or its clients. Times in milliseconds. */
export type Fault =
  | { kind: 'kill'; part: string; downMs: number }
  | { kind: 'pause'; part: string; ms: number }
  | { kind: 'cut'; wire: string }
  | { kind: 'refuse'; wire: string; ms: number }
  | { kind: 'one-way'; wire: string; direction: Direction; ms: number }
  | { kind: 'half-dead'; wire: string; direction: Direction; ms: number }
  | { kind: 'slow'; wire: string; latencyMs: number; ms: number }
  | { kind: 'restart'; how: 'in order' | 'by force'; downMs: number }
  | { kind: 'vanish'; client: number; ms: number }
  | { kind: 'absence'; client: number; ms: number }
  | { kind: 'other gateway'; client: number }
  | { kind: 'double click'; client: number }
  | { kind: 'logout'; client: number; ms: number }

export interface Step {
  /** From the start of the step before. */
  afterMs: number
  /** First everything that is broken is let end, and people talk in peace for this long; 0 for no such break. */
  peaceMs: number
  /** One, or two at once. */
  faults: readonly Fault[]
}

export interface ScheduleOptions {
  seed: string
  /** How many faults in all; two at once are two. */
  faults: number
  /** Names of processes that may be killed and paused; without any, nothing is. */
  parts: readonly string[]
  /** Names of connections that may be damaged. */
  wires: readonly string[]
  /** How long the longest pauses and absences are, as a part of their full length; 1 by default. */
  scale?: number
}

const peaceEvery = 12
const clientNumbers = 1_000

/** What will be done, and when: decided by the seed and the names alone. */
export function makeSchedule(options: ScheduleOptions): Step[] {
  const random = randomFrom(options.seed)
  const steps: Step[] = []
  for (let made = 0; made < options.faults; ) {
    const count = random.chance(0.2) ? Math.min(2, options.faults - made) : 1
    const faults: Fault[] = []
    for (let i = 0; i < count; i++) faults.push(makeFault(random, options, faults))
    made += count
    steps.push({
      afterMs: random.between(100, 1_200),
      peaceMs: steps.length % peaceEvery === peaceEvery - 1 ? random.between(1_000, 2_500) : 0,
      faults,
    })
  }
  return steps
}

function makeFault(random: Random, options: ScheduleOptions, others: readonly Fault[]): Fault {
  for (;;) {
    const fault = anyFault(random, options)
    if (fault.kind === 'restart' && options.parts.length === 0) continue
    // What happens to everything at once leaves nothing for another fault to happen to.
    if (others.length === 0 || fault.kind !== 'restart') return fault
  }
}

function anyFault(random: Random, { parts, wires, scale = 1 }: ScheduleOptions): Fault {
  const roll = random.next()
  const client = random.between(0, clientNumbers - 1)
  /** Mostly short, seldom as long as it may be. */
  const skewed = (least: number, most: number) =>
    Math.round(least + (most - least) * scale * random.next() ** 3)
  if (parts.length === 0 && roll < 0.42) return { kind: 'cut', wire: random.pick(wires) }
  if (roll < 0.24) return { kind: 'kill', part: random.pick(parts), downMs: skewed(0, 4_000) }
  if (roll < 0.42) return { kind: 'pause', part: random.pick(parts), ms: skewed(1_000, 15_000) }
  if (roll < 0.5) return { kind: 'cut', wire: random.pick(wires) }
  if (roll < 0.56) return { kind: 'refuse', wire: random.pick(wires), ms: skewed(500, 8_000) }
  const direction = random.pick(['to target', 'to client'] as const)
  if (roll < 0.64) return { kind: 'one-way', wire: random.pick(wires), direction, ms: skewed(500, 8_000) }
  if (roll < 0.72) return { kind: 'half-dead', wire: random.pick(wires), direction, ms: skewed(500, 8_000) }
  if (roll < 0.78) {
    return { kind: 'slow', wire: random.pick(wires), latencyMs: skewed(20, 1_500), ms: skewed(500, 6_000) }
  }
  if (roll < 0.8) {
    return { kind: 'restart', how: random.pick(['in order', 'by force']), downMs: skewed(0, 3_000) }
  }
  if (roll < 0.86) return { kind: 'vanish', client, ms: skewed(100, 5_000) }
  if (roll < 0.9) return { kind: 'absence', client, ms: skewed(5_000, 180_000) }
  if (roll < 0.94) return { kind: 'other gateway', client }
  if (roll < 0.98) return { kind: 'double click', client }
  return { kind: 'logout', client, ms: skewed(300, 4_000) }
}

/** A fault in words, for progress and reports. */
export function describe(fault: Fault): string {
  const { kind } = fault
  if (kind === 'kill') return `kill -9 ${fault.part}, back after ${seconds(fault.downMs)}`
  if (kind === 'pause') return `stop ${fault.part} for ${seconds(fault.ms)}`
  if (kind === 'cut') return `cut ${fault.wire}`
  if (kind === 'refuse') return `refuse ${fault.wire} for ${seconds(fault.ms)}`
  if (kind === 'one-way') return `hold ${fault.wire} ${fault.direction} for ${seconds(fault.ms)}`
  if (kind === 'half-dead') return `lose ${fault.wire} ${fault.direction} for ${seconds(fault.ms)}`
  if (kind === 'slow') return `slow ${fault.wire} by ${fault.latencyMs} ms for ${seconds(fault.ms)}`
  if (kind === 'restart') return `restart everything ${fault.how}, down for ${seconds(fault.downMs)}`
  if (kind === 'vanish') return `a client vanishes for ${seconds(fault.ms)}`
  if (kind === 'absence') return `a client is away for ${seconds(fault.ms)}`
  if (kind === 'logout') return `a client logs out for ${seconds(fault.ms)}`
  return kind === 'double click' ? 'a double click' : 'a client goes to another gateway'
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
