import { waitFor } from '@parley/testing'
import t from 'tap'
import { House } from './house.ts'
import type { Frame } from './peer.ts'

const presenceOf = (user: string, online: boolean) => (frame: Frame) => {
  const presence = frame['presence'] as { user: string; online: boolean } | undefined
  return frame.type === 'presence' && presence?.user === user && presence.online === online
}

t.test('whoever is watched is told of within 5 s, over gateways; a reload is not seen', async (t) => {
  const house = await House.open(t)
  const [one, two] = [await house.gateway(), await house.gateway()]
  const ann = await one.client('ann')
  const eve = await one.client('eve')
  const { presence } = await ann.ask('watch', { users: [house.bob.id, house.eve.id, 'nobody'] })
  t.match(presence, [
    { user: house.bob.id, online: false },
    { user: house.eve.id, online: true },
    { user: 'nobody', online: false },
  ])

  const bob = await two.open('bob', '/ws/chat/ann/')
  await ann.next(presenceOf(house.bob.id, true), 'bob to be online')
  bob.close()
  await waitFor(() => two.app.hub.count.chat === 0, { what: 'his socket to be gone' })
  // Well within the grace of whoever comes back.
  await two.app.hub.tick(Date.now() + 2_000)
  t.equal((await house.presence.of([house.bob.id])).get(house.bob.id)?.online, true)
  const again = await two.open('bob', '/ws/notifications/')
  again.close()
  await again.end()
  const gone = await ann.next(presenceOf(house.bob.id, false), 'bob to be gone', 6_000)
  t.match(gone['presence'], { lastSeenAt: Number })
  t.equal(ann.frames.filter(({ type }) => type === 'presence').length, 2, 'two changes, two frames')
  t.notOk(
    eve.frames.some(({ type }) => type === 'presence'),
    'who watches nobody is told nothing',
  )
})

t.test('a new list replaces the old one', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  await ann.ask('watch', { users: [house.bob.id] })
  await ann.ask('watch', { users: [house.eve.id] })
  await gateway.client('bob')
  await gateway.client('eve')
  await ann.next(presenceOf(house.eve.id, true), 'eve')
  t.notOk(ann.frames.some(presenceOf(house.bob.id, true)))
})

t.test('who has left watches nobody', async (t) => {
  const house = await House.open(t)
  const asked: (readonly string[])[] = []
  const presence = {
    enter: (user: string) => house.presence.enter(user),
    leave: (user: string) => house.presence.leave(user),
    close: async () => undefined,
    of(users: readonly string[]) {
      asked.push(users)
      return house.presence.of(users)
    },
  }
  const gateway = await house.gateway({ presence })
  const [ann, eve] = [await gateway.client('ann'), await gateway.client('eve')]
  await ann.ask('watch', { users: [house.bob.id] })
  await eve.ask('watch', { users: [house.ann.id] })
  const lastAsked = (users: string[]) =>
    waitFor(() => asked.at(-1)?.join() === users.join(), { what: `${users.length} to be asked for` })
  await lastAsked([house.bob.id, house.ann.id])
  ann.close()
  await lastAsked([house.ann.id])
})

t.test("a gateway that closes takes its own people with it, not another's", async (t) => {
  const house = await House.open(t)
  const [one, two] = [await house.gateway(), await house.gateway()]
  await one.client('ann')
  await two.client('ann')
  await two.client('bob')
  await two.close()
  const known = await house.presence.of([house.ann.id, house.bob.id])
  t.match(known.get(house.ann.id), { online: true })
  t.match(known.get(house.bob.id), { online: false, lastSeenAt: Number })
})

t.test('whoever leaves is counted out, and their subscription ends', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  t.match(await gateway.metric('parley_gateway_sockets'), /kind="client"[^}]*\} 1/)
  ann.close()
  await waitFor(() => gateway.app.hub.count.client === 0, { what: 'nobody to be there' })
  t.equal([...gateway.app.hub.rooms()].length, 1)
  await gateway.app.hub.tick(Date.now() + 3_500)
  t.equal([...gateway.app.hub.rooms()].length, 0)
})
