import { natsBus } from '@parley/bus'
import { needs, startNats, want } from '@parley/testing'
import t from 'tap'
import { redisPresence } from '../../src/presence/redis-presence.ts'
import { House } from './house.ts'
import type { Frame } from './peer.ts'

const isMessage = (frame: Frame) => 'content' in frame
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

t.test('two gateways on NATS and Redis', await needs('own nats', 'redis'), async (t) => {
  const nats = await startNats()
  t.teardown(() => nats.stop())
  const { url: redisUrl, prefix } = await want.redis(t)
  const connect = async (name: string) => {
    const bus = await natsBus({ url: nats.url, name, onError: () => undefined })
    t.teardown(() => bus.close())
    return bus
  }
  const house = await House.open(t, await connect('owners'))
  const gateway = async (name: string) => {
    const presence = redisPresence({ url: redisUrl, prefix })
    t.teardown(() => presence.close())
    return house.gateway({ bus: await connect(name), presence })
  }
  const [one, two] = [await gateway('one'), await gateway('two')]

  const ann = await one.open('ann', '/ws/chat/bob/')
  const bob = await two.open('bob', '/ws/chat/ann/')
  const eve = await one.open('eve', '/ws/chat/bob/')
  const page = await one.client('ann.page', { render: true })

  await t.test('one order for all, nothing for an outsider', async (t) => {
    for (let i = 0; i < 100; i++) {
      ann.send({ message: `ann ${i}` })
      bob.send({ message: `bob ${i}` })
    }
    const seen = await Promise.all([ann, bob].map((peer) => peer.all(isMessage, 200, 'all of them')))
    t.same(
      seen[0]?.map(({ id }) => id),
      upTo(200),
    )
    t.same(seen[0], seen[1])
    const entries = await page.all(({ type }) => type === 'entry', 200, 'the page')
    t.match(entries[0], { entry: { html: /data-seq="1"/ } })
    eve.send({ message: 'to bob' })
    t.match(await eve.next(() => true, 'her own'), { id: 1, content: 'to bob' })
    t.equal(eve.frames.length, 1)
    t.equal(bob.frames.length, 200, 'what she wrote is not in the other chat')
  })

  await t.test('presence over gateways', async (t) => {
    const { presence } = await page.ask('watch', { users: [house.bob.id] })
    t.match(presence, [{ user: house.bob.id, online: true }])
    await two.close()
    await page.next(({ type }) => type === 'presence', 'bob to be gone')
  })

  await t.test('what was written while NATS was away is fetched when it is back', async (t) => {
    await nats.kill()
    const lost = await house.write(house.bob, 'nobody heard this').catch(() => undefined)
    t.equal(lost, undefined, 'nor was it published')
    await nats.restart()
    t.match(await ann.next(({ content }) => content === 'nobody heard this', 'the message', 15_000), {
      id: 201,
    })
    await page.next(({ type }) => type === 'resume', 'that it compares heads', 15_000)
    const { entries } = await page.ask('changes', { conversation: house.annAndBob, after: 200 })
    t.match(entries, [{ text: 'nobody heard this', html: /data-seq="201"/ }])
  })

  await t.test('a session that ends closes its sockets', async (t) => {
    await house.owners.accounts.endAll('ann')
    for (const peer of [ann, page]) t.equal((await peer.end('the close', 2_000)).code, 4500)
    t.equal(eve.closed, undefined)
  })
})
