import { connect } from 'node:net'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { House } from './house.ts'

t.test('a socket that reads nothing is closed with "reconnect", others get everything', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const bob = await gateway.client('bob')
  const slow = await gateway.client('ann.slow')
  const quick = await gateway.client('ann.quick')
  slow.ws.pause()
  const text = 'x'.repeat(5_000)
  const isEntry = ({ type }: { type?: string }) => type === 'entry'
  let sent = 0
  await waitFor(
    async () => {
      for (let i = 0; i < 100; i++) await house.write(house.bob, text)
      sent += 100
      return /closed_total\{reason="too slow"[^}]*\} 1$/m.test(await gateway.metric('parley_gateway_closed'))
    },
    { what: 'the slow one to be closed', timeoutMs: 30_000 },
  )
  await quick.all(isEntry, sent, 'everything, for the quick one of the same person')
  await bob.all(isEntry, sent, 'everything, for the other')
  slow.ws.resume()
  t.ok([4001, 1006].includes((await slow.end()).code))
  const again = await gateway.client('ann.slow')
  const { head } = await again.ask('changes', { conversation: house.annAndBob, after: sent - 1 })
  t.equal(head.seq, sent, 'it comes back and misses nothing')
})

t.test('one that answers no ping is dropped, one that says no hello is closed', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const silent = await gateway.open('ann', '/ws/')
  const greeted = await gateway.client('ann')
  // Time is what the heartbeat says it is.
  const tick = (ms: number) => gateway.app.hub.tick(Date.now() + ms)
  await tick(11_000)
  t.equal((await silent.end('the end of who says no hello')).code, 4002)
  await tick(26_000)
  await greeted.ask('ping')
  await tick(52_000)
  await greeted.ask('ping')
  t.equal(greeted.closed, undefined, 'whoever says anything is there')
  greeted.ws.pause()
  await tick(80_000)
  await tick(110_000)
  greeted.ws.resume()
  t.equal((await greeted.end('the end of who hears nothing')).code, 1006)
})

t.test(
  'a client that sends faster than it can be answered is read more slowly, and all is answered',
  async (t) => {
    const house = await House.open(t)
    const gateway = await house.gateway()
    const ann = await gateway.client('ann')
    const answers = await Promise.all(
      Array.from({ length: 2_000 }, () =>
        ann.attempt('changes', { conversation: house.annAndBob, after: 0 }),
      ),
    )
    const refused = answers.filter(({ type }) => type === 'error')
    t.same(refused, [])
  },
)

t.test('a half-open connection takes no place for ever', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const [host = '', port = ''] = gateway.address.split(':')
  const raw = connect(Number(port), host)
  t.teardown(() => raw.destroy())
  raw.write(
    `GET /ws/ HTTP/1.1\r\nHost: ${gateway.address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nx-session: ann\r\n\r\n',
  )
  await waitFor(() => gateway.app.hub.count.client === 1, { what: 'the socket' })
  await gateway.app.hub.tick(Date.now() + 30_000)
  await gateway.app.hub.tick(Date.now() + 60_000)
  await waitFor(() => gateway.app.hub.count.client === 0, { what: 'its end' })
})
