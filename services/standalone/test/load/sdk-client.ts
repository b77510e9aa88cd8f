import { type ClientParts, fetchHttp, ParleyClient } from '@parley/client'
import { nodeWire } from '@parley/client/node'
import type { BrowserlessPerson, HasTeardown } from '@parley/testing'

/** Pauses of a client whose user is a test: the same rules, sooner. */
const soon = { firstPauseMs: 50, longestPauseMs: 500, connectMs: 5_000, requestMs: 5_000, stableMs: 1_000 }

/** The SDK with a person's session; with several addresses it takes the next one at each try, as a balancer would. */
export function sdkClient(
  t: HasTeardown,
  person: BrowserlessPerson,
  urls: readonly string[] = [person.url],
  parts: Partial<ClientParts> = {},
): ParleyClient {
  const headers = () => ({ cookie: person.cookie, 'x-csrftoken': person.cookieValue('csrftoken') ?? '' })
  let turn = 0
  const next = () => urls[turn++ % urls.length] ?? person.url
  const client = new ParleyClient({
    openWire: (events) => nodeWire(`${next().replace(/^http/, 'ws')}/ws/`, headers)(events),
    http: {
      session: () => fetchHttp({ baseUrl: next(), headers }).session(),
      send: (username, message) => fetchHttp({ baseUrl: next(), headers }).send(username, message),
    },
    timing: soon,
    ...parts,
  })
  t.teardown(() => client.close())
  return client
}
