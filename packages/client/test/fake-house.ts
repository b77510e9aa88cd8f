import type { ClientEntry } from '@parley/contracts/socket'
import type { Test } from 'tap'
import type { OutboxItem } from '../src/index.ts'
import { clientOf } from './fake-person.ts'
import { FakeServer } from './fake-server.ts'

export const toBen = { conversation: 'd_ann_ben', username: 'ben' }

export async function start(t: Test): Promise<FakeServer> {
  const server = new FakeServer()
  await server.listen()
  t.teardown(() => server.close())
  return server
}

/** A client with what it told. */
export function join(t: Test, ...args: Parameters<typeof clientOf>) {
  const client = clientOf(...args)
  t.teardown(() => client.close())
  const entries: ClientEntry[] = []
  const outbox: OutboxItem[] = []
  client.on('entry', (entry) => entries.push(entry))
  client.on('outbox', (item) => outbox.push(item))
  return { client, entries, outbox, states: () => outbox.map(({ state }) => state).join(' ') }
}
