import t from 'tap'
import { front } from '../front.ts'
import type { Visitor } from '../visitor.ts'
import { Gateway } from './house.ts'
import { Peer } from './peer.ts'

const paths = ['/ws/', '/ws/chat/bob/', '/ws/notifications/']
const cookiesOf = (visitor: Visitor) => ({
  cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
})

t.test('sockets stand behind the same doors as pages', async (t) => {
  const house = await front(t)
  house.add('ann', 'Ann')
  house.add('bob', 'Bob')
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  const gateway = new Gateway(house.app)
  const ann = await house.loggedIn('ann')
  const bob = await house.loggedIn('bob')
  const peers: Peer[] = []
  const open = async (visitor: Visitor, path: string) => {
    const peer = await Peer.open(`ws://${gateway.address}${path}`, cookiesOf(visitor))
    peers.push(peer)
    return peer
  }
  t.teardown(() => {
    for (const peer of peers) peer.close()
  })

  for (const path of paths) {
    t.match(await gateway.refusal(path), { status: 401, body: { error: { code: 'UNAUTHENTICATED' } } })
    const foreign = { ...cookiesOf(ann), origin: 'https://elsewhere.example' }
    t.match(await gateway.refusal(path, foreign), { status: 403, body: { error: { code: 'FORBIDDEN' } } })
  }
  t.match(await gateway.refusal('/ws/chat/nobody/', cookiesOf(ann)), { status: 404 })
  t.match(await gateway.refusal('/ws/chat/ann/', cookiesOf(ann)), { status: 422 })

  const client = await open(ann, '/ws/')
  await client.ask('hello', { version: 1, render: true })
  const chat = await open(bob, '/ws/chat/ann/')
  const badge = await open(ann, '/ws/notifications/')
  await badge.next(({ count }) => count === 0, 'the first body')

  const sent = await bob.send('/messages/send/ann/', { message: 'by HTTP', client_id: 'c1' })
  t.equal(sent.statusCode, 200)
  const entry = await client.next(({ type }) => type === 'entry', 'what was sent by HTTP')
  t.match(entry, { entry: { text: 'by HTTP', html: /<li class="message"/ } })
  t.match(await chat.next(() => true, 'his own'), { id: 1, sender: 'bob', recipient: 'ann', client_id: 'c1' })
  await badge.next(({ count }) => count === 1, 'the count')

  const still = await open(bob, '/ws/')
  await still.ask('hello', { version: 1 })
  await ann.post('/logout', {})
  for (const peer of [client, badge]) t.equal((await peer.end('the close', 1_000)).code, 4500)
  await still.ask('ping')
  t.equal(chat.closed, undefined)
  t.equal((await gateway.refusal('/ws/', cookiesOf(ann))).status, 401)
})

t.test('a socket of a page that was made for another account is refused', async (t) => {
  const house = await front(t)
  house.add('ann')
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  const ann = await house.loggedIn('ann')
  const refusal = await new Gateway(house.app).refusal('/ws/', {
    ...cookiesOf(ann),
    'x-parley-user': 'somebodyelse',
  })
  t.equal(refusal.status, 401)
})

t.test('a password that changed closes all sockets of that person', async (t) => {
  const house = await front(t)
  house.add('ann')
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  const ann = await house.loggedIn('ann')
  const peer = await Peer.open(`ws://${new Gateway(house.app).address}/ws/`, cookiesOf(ann))
  t.teardown(() => peer.close())
  await peer.ask('hello', { version: 1 })
  await house.owners.accounts.endAll('ann')
  t.equal((await peer.end('the close', 1_000)).code, 4500)
})
