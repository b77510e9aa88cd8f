import { type ClientParts, fetchHttp, ParleyClient, type Timing } from '../src/index.ts'
import { nodeWire } from '../src/node.ts'
import type { FakeServer } from './fake-server.ts'

/** Everything fifty times as fast: on a busy machine much of it is too late, which is a fault like others. */
export const quick: Timing = {
  connectMs: 100,
  requestMs: 50,
  pingAfterMs: 60,
  pingDeadlineMs: 50,
  wakeDeadlineMs: 40,
  firstPauseMs: 2,
  longestPauseMs: 15,
  stableMs: 50,
  httpAfterMs: 5,
  deliveredEveryMs: 3,
  compareEveryMs: 60,
}

/** Waits long enough for a machine that is busy, so that nothing goes wrong by itself. */
const patient: Timing = {
  ...quick,
  connectMs: 10_000,
  requestMs: 10_000,
  pingAfterMs: 10_000,
  pingDeadlineMs: 10_000,
  wakeDeadlineMs: 10_000,
}

/** A client of a person (`user` is the id and the username) at a fake server. */
export function clientOf(
  server: FakeServer,
  user: string,
  more: Partial<ClientParts> & { withHttp?: boolean } = {},
): ParleyClient {
  const headers = () => ({ cookie: `session=${user}` })
  const { withHttp = true, timing = patient, ...parts } = more
  const timeoutMs = timing.requestMs ?? patient.requestMs
  return new ParleyClient({
    openWire: nodeWire(`${server.url.replace('http', 'ws')}/ws/`, headers),
    http: withHttp ? fetchHttp({ baseUrl: server.url, headers, timeoutMs }) : undefined,
    timing: { ...patient, ...timing },
    ...parts,
  })
}

/** Asks again until it is so; at most twenty seconds. */
export async function until(
  isSo: () => boolean,
  what: () => string = () => 'nothing more is known',
): Promise<void> {
  const endAt = Date.now() + 20_000
  while (!isSo()) {
    if (Date.now() > endAt) throw new Error(`it did not come to pass: ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
