import { setTimeout as sleep } from 'node:timers/promises'
import { presenceDueMs } from './checks/presence-true.ts'
import type { Crew } from './clients/crew.ts'
import type { Recorder } from './history.ts'

/** Nobody writes any more: waits until what was written is sent and until what is told of it had time to be told. */
export async function settle(
  crew: Crew,
  recorder: Recorder,
  { finishMs = 60_000, watchMs = 9_000 }: { finishMs?: number; watchMs?: number },
): Promise<void> {
  recorder.record({ type: 'settling' })
  const end = recorder.elapsedMs + finishMs
  const unfinished = () => [
    ...crew.clients.flatMap(({ name, pending }) =>
      pending > 0 ? [{ name, what: `${pending} unsent` }] : [],
    ),
    ...crew.sdk.flatMap(({ name, isPresent, isOnline }) =>
      isPresent && !isOnline ? [{ name, what: 'not online' }] : [],
    ),
  ]
  while (unfinished().length > 0 && recorder.elapsedMs < end) await sleep(100)
  for (const { name, what } of unfinished()) recorder.record({ type: 'unfinished', client: name, what })
  await sleep(watchMs)
  await sleep(Math.max(0, presenceDueMs(recorder.history) - recorder.elapsedMs))
}
