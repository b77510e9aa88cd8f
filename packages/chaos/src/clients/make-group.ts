import { randomUUID } from 'node:crypto'
import { waitFor } from '@parley/testing'
import type { Recorder } from '../history.ts'
import type { Member } from './setting.ts'

/** Makes a group of people, by the first of them, over `/ws/`; returns its conversation. */
export async function makeGroup(members: readonly Member[], recorder: Recorder): Promise<string> {
  const [owner, ...others] = members
  if (!owner) throw new Error('a group needs somebody')
  const socket = await waitFor(() => owner.browser.open('/ws/'), { what: 'a socket' })
  socket.send({ type: 'hello', id: 1, version: 1 })
  await socket.next<{ id: number }>(({ id }) => id === 1)
  const message = randomUUID()
  const input = { clientId: message, name: 'Everybody', users: others.map(({ id }) => id) }
  socket.send({ type: 'group', id: 2, operation: 'createGroup', input })
  const { body } = await socket.next<{
    id: number
    body: { conversation: string; entry: { n: number; seq: number } }
  }>(({ id }) => id === 2)
  await socket.close()
  const { conversation, entry } = body
  const [client, person] = ['crew', owner.id]
  recorder.record({ type: 'conversation', conversation, members: members.map(({ id }) => id) })
  const submitted = { type: 'submitted', client, person, conversation, message } as const
  recorder.record({ ...submitted, kind: 'members', text: '', ordered: false })
  recorder.record({ type: 'acknowledged', client, message, n: entry.n, seq: entry.seq })
  // Everybody begins behind the entry that let them in.
  for (const { id } of members)
    recorder.record({ type: 'reading', client, person: id, conversation, seq: entry.seq })
  return conversation
}
