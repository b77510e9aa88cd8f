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
  const id = async (person: BrowserlessPerson) => {
    const socket = await person.open('/ws/')
    socket.send({ type: 'hello', id: 1, version: 1 })
    const { body } = await socket.next<{ type: string; body: { me: { id: string } } }>(
      ({ type }) => type === 'answer',
    )
    await socket.close()
    return body.me.id
  }
  const [hostileId = '', peerId = '', oneId = '', otherId = ''] = await Promise.all(
    [hostile, peer, one, other].map(id),
  )
  return {
    hostile,
    peer,
    talkers: [one, other],
    foreign: directConversation(oneId, otherId),
    own: directConversation(hostileId, peerId),
    ids: { hostile: hostileId, peer: peerId },
  }
}
