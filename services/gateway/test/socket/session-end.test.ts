import { accounts, type LiveEvent, liveSubject } from '@parley/contracts'
import t from 'tap'
import { House } from './house.ts'

const paths = ['/ws/', '/ws/chat/bob/', '/ws/notifications/']
const digestOf = (session: string) => `digest_of_session_${session.replaceAll('.', '_')}`

t.test(
  'a session that ends closes its sockets at every gateway within a second, and no others',
  async (t) => {
    const house = await House.open(t)
    const [one, two] = [await house.gateway(), await house.gateway()]
    const open = (session: string) =>
      Promise.all([one, two].flatMap((gateway) => paths.map((path) => gateway.open(session, path))))
    const [ended, other, bob] = [await open('ann.tab'), await open('ann.phone'), await one.client('bob')]

    const end = { user: house.ann.id, session: digestOf('ann.tab'), expiresAt: Date.now() + 60_000 }
    await one.app.call(accounts.endSession, end, { actor: null, requestId: 'test' })
    for (const peer of ended) t.match(await peer.end('the close', 1_000), { code: 4500 })
    await bob.ask('ping')
    for (const peer of other) t.equal(peer.closed, undefined)

    await house.owners.accounts.endAll('ann')
    for (const peer of other) t.match(await peer.end('the close', 1_000), { code: 4500 })
    await bob.ask('ping')
    t.equal(bob.closed, undefined)
  },
)

t.test('the live event alone suffices, and so does the durable one', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const tab = await gateway.open('ann.tab', '/ws/')
  const phone = await gateway.open('ann.phone', '/ws/')
  const live: LiveEvent[] = [{ type: 'ended', session: digestOf('ann.tab'), epoch: 0 }]
  house.bus.publish(liveSubject(house.ann.id), live)
  t.equal((await tab.end('the close', 1_000)).code, 4500)
  t.equal(phone.closed, undefined)
  const data = { user: house.ann.id, session: null, epoch: 1 }
  const subject = 'accounts.v1.session.ended'
  await house.bus.publishDurable(subject, { id: 'x', type: subject, at: 0, data }, 'x')
  t.equal((await phone.end('the close', 1_000)).code, 4500)
})

t.test('sessions of a later epoch stay', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const live: LiveEvent[] = [{ type: 'ended', session: null, epoch: 0 }]
  house.bus.publish(liveSubject(house.ann.id), live)
  await house.write(house.bob, 'afterwards')
  await ann.next(({ type }) => type === 'entry', 'what comes after')
  t.equal(ann.closed, undefined)
})

t.test('a session that ended while a socket came is found: registered first, checked then', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  house.owners.accounts.ended.add(digestOf('ann'))
  for (const path of paths) {
    const ann = await gateway.open('ann', path)
    ann.send({ type: 'hello', id: 1, version: 1, message: 'too late' })
    t.equal((await ann.end('the close', 1_000)).code, 4500)
    t.same(ann.frames, [], 'it was told nothing')
  }
  t.equal(house.owners.messages.pointer(house.annAndBob, house.ann.id).readSeq, 0)
  t.notOk(house.owners.messages.answers.asked.get('send'), 'and nothing that it asked for was done')
})

t.test('nothing is read before the session is checked', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const [eve, bob] = [await gateway.client('eve'), await gateway.open('bob', '/ws/chat/ann/')]
  const answer = Promise.withResolvers<null>()
  gateway.app.checkViewer = () => answer.promise
  const ann = await gateway.open('ann', '/ws/chat/bob/')
  ann.send({ message: 'too early' })
  // Others' frames, sent later, come through meanwhile.
  for (let i = 0; i < 20; i++) await eve.ask('ping')
  answer.resolve(null)
  t.equal((await ann.end('the close', 1_000)).code, 4500)
  bob.send({ message: 'the first' })
  t.match(await bob.next(() => true, 'the first message'), { id: 1, content: 'the first' })
})

t.test('a session that runs out closes its sockets', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway({ expiresAt: Date.now() + 500 })
  const ann = await gateway.client('ann')
  t.equal((await ann.end('the end of the session', 4_000)).code, 4500)
})

t.test('while accounts is away, sockets stay', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  await house.owners.accounts.answers.close()
  const ann = await gateway.client('ann')
  await ann.ask('ping')
  t.equal(ann.closed, undefined)
})
