import { directConversation } from '@parley/contracts'
import { BrowserlessPerson } from '@parley/testing'

/** Who is there: somebody hostile and a peer, two who talk meanwhile, and their conversation, which is foreign to the first two. */
export interface Cast {
  hostile: BrowserlessPerson
  peer: BrowserlessPerson
  talkers: [BrowserlessPerson, BrowserlessPerson]
  /** The conversation of the talkers. */
  foreign: string
  /** That of the hostile one and the peer. */
  own: string
  /** A group of the peer in which the hostile one is a member, and one of the talkers. */
  groups: { own: string; foreign: string }
  ids: { hostile: string; peer: string }
}

export async function gatherCast(url: string, seed: number): Promise<Cast> {
  const [hostile, peer, ...talkers] = await Promise.all(
    ['hostile', 'peer', 'one', 'other'].map((name) =>
      BrowserlessPerson.signUp(url, `${name}_${seed % 100_000}`),
    ),
  )
  const [one, other] = talkers
  if (!hostile || !peer || !one || !other) throw new Error('four people are needed')
  const [hostileId = '', peerId = '', oneId = '', otherId = ''] = await Promise.all(
    [hostile, peer, one, other].map(idOf),
  )
  return {
    hostile,
    peer,
    talkers: [one, other],
    foreign: directConversation(oneId, otherId),
    own: directConversation(hostileId, peerId),
    groups: { own: await groupOf(peer, hostileId), foreign: await groupOf(one, otherId) },
    ids: { hostile: hostileId, peer: peerId },
  }
}

async function idOf(person: BrowserlessPerson): Promise<string> {
  const socket = await greeted(person)
  const { body } = await socket.next<{ id: number; body: { me: { id: string } } }>(({ id }) => id === 1)
  await socket.close()
  return body.me.id
}

/** A group of two. */
async function groupOf(owner: BrowserlessPerson, member: string): Promise<string> {
  const socket = await greeted(owner)
  const input = { clientId: 'made', name: 'Some people', users: [member] }
  socket.send({ type: 'group', id: 2, operation: 'createGroup', input })
  const { body } = await socket.next<{ id: number; body: { conversation: string } }>(({ id }) => id === 2)
  await socket.close()
  return body.conversation
}

async function greeted(person: BrowserlessPerson) {
  const socket = await person.open('/ws/')
  socket.send({ type: 'hello', id: 1, version: 1 })
  return socket
}
