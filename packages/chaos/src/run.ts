import { checkHistory } from './checks/all-checks.ts'
import type { Violation } from './checks/violation.ts'
import { gatherCrew, type Crew } from './clients/crew.ts'
import { conduct } from './faults/conduct.ts'
import { type History, Recorder } from './history.ts'
import type { Installation } from './installation/installation.ts'
import { observe } from './observe.ts'
import { randomFrom } from './random.ts'
import { makeSchedule } from './schedule.ts'
import { settle } from './settle.ts'
import { shortfalls, type Tally, tallyOf } from './tally.ts'
import { startTraffic } from './traffic.ts'
import { watchProcesses } from './watch-processes.ts'

export interface RunOptions {
  installation: Installation
  /** Takes down what happens; given, it has the history of a run that could not be finished, too. */
  recorder?: Recorder
  seed: string
  faults: number
  seconds: number
  people: number
  scale: number
  /** How long clients may take, when all is over, to get rid of what they have; a minute by default. */
  finishMs?: number
  /** How long is waited then at least for what is told late; 9 s by default. */
  watchMs?: number
  told: (line: string) => void
}

export interface RunResult {
  history: History
  tally: Tally
  violations: Violation[]
  /** Where the run did less than it must to mean something. */
  shortfalls: string[]
}

/** How often a client does something, on average. */
const actEveryMs = 500
/** Time in which everybody comes in and begins to talk before the first fault. */
const warmUpMs = 1_500

/** One run against an installation: people talk, faults happen, and all that was promised is held against all that was seen. */
export async function runChaos(options: RunOptions): Promise<RunResult> {
  const { installation, seed, told, recorder = new Recorder() } = options
  const crew = await gatherCrew({ seed, doors: installation.doors, recorder, people: options.people })
  told(
    `${crew.clients.length} clients of ${crew.members.length} people in ${crew.conversations.length} conversations`,
  )
  const watched = watchProcesses(installation, recorder)
  const absences = new AbortController()
  try {
    await Promise.all(crew.clients.map((client) => client.start()))
    const traffic = startTraffic(crew.clients, randomFrom(`${seed} traffic`), actEveryMs)
    try {
      await new Promise((resolve) => setTimeout(resolve, warmUpMs))
      await letFaultsHappen(options, crew, recorder, absences)
    } finally {
      traffic.stop()
    }
    told('the last fault is over: everybody comes back')
    await someLeave(crew)
    await settle(crew, recorder, options)
    await crew.doorway.finish()
    told('asking for everything')
    await observe(crew, gatewaysOf(installation), recorder)
    await watched.readQueues('final queue')
  } finally {
    absences.abort()
    watched.stop()
    for (const client of crew.clients) client.close()
  }
  const { history } = recorder
  const tally = tallyOf(history)
  return { history, tally, violations: checkHistory(history), shortfalls: shortfalls(tally) }
}

async function letFaultsHappen(
  { installation, seed, faults, seconds, scale, told }: RunOptions,
  crew: Crew,
  recorder: Recorder,
  absences: AbortController,
): Promise<void> {
  const steps = makeSchedule({
    seed,
    faults,
    parts: [...installation.parts.keys()],
    wires: [...installation.wires.keys()],
    scale,
  })
  const site = { installation, crew, signal: absences.signal }
  const untilMs = recorder.elapsedMs + seconds * 1_000
  const { over } = await conduct({ site, steps, recorder, untilMs, told })
  absences.abort()
  await over
  await Promise.all(crew.clients.map((client) => client.comeBack()))
}

/** So that there is somebody of whom the others have to know that they are away. */
async function someLeave(crew: Crew): Promise<void> {
  for (const [index, client] of crew.sdk.entries()) {
    if (index % 4 !== 1) continue
    const end = performance.now() + 20_000
    while (client.pending > 0 && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 50))
    client.close()
  }
}

function gatewaysOf({ doors }: Installation): readonly string[] {
  return doors[0] ?? []
}
