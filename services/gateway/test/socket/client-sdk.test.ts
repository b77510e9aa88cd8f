import { memoryBus } from '@parley/bus'
import { ParleyClient } from '@parley/client'
import { nodeWire } from '@parley/client/node'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { type Gateway, House } from './house.ts'
import { lossyBus } from './lossy-bus.ts'

/** A person with the SDK, whose connection goes to whichever gateway `at` names. */
function someone(t: Tap, at: () => Gateway, session: string) {
  const texts: string[] = []
  const wire = () => nodeWire(`ws://${at().address}/ws/`, () => ({ 'x-session': session }))
  const client = new ParleyClient({
    openWire: (events) => wire()(events),
    timing: { firstPauseMs: 20, longestPauseMs: 100 },
  })
  client.on('entry', ({ text }) => texts.push(text ?? ''))
  t.teardown(() => client.close())
  return { client, texts }
}

interface Tap {
  teardown(close: () => unknown): unknown
}

t.test('the SDK: gateways end, live events are lost, and everything arrives once, in order', async (t) => {
  const bus = lossyBus(memoryBus())
  const house = await House.open(t, bus)
  let gateway = await house.gateway()
  const ann = someone(t, () => gateway, 'ann')
  const bob = someone(t, () => gateway, 'bob')
  const eve = someone(t, () => gateway, 'eve')
  const everybody = [ann, bob, eve].map(({ client }) => client)
  await Promise.all(everybody.map((client) => client.connect()))
  const areOnline = () => everybody.every(({ state }) => state === 'online')
  await waitFor(areOnline, { what: 'everybody to be online' })
  const { conversation } = await ann.client.open('bob')

  const expected: string[] = []
  const say = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const text = `message ${expected.length}`
      expected.push(text)
      await ann.client.send({ conversation }, text)
    }
  }
  const arrived = async (what: string) => {
    await waitFor(() => ann.texts.length >= expected.length && bob.texts.length >= expected.length, { what })
    t.same(bob.texts, expected, what)
    t.same(ann.texts, expected, `${what}, for the sender too`)
  }

  await say(20)
  await arrived('what was said')

  await say(20)
  const old = gateway
  gateway = await house.gateway()
  await Promise.all([old.app.close(), say(20)])
  await arrived('what was said while a gateway ended')

  bus.isLosing = true
  await say(20)
  await waitFor(() => ann.client.outbox().length === 0, { what: 'all to be sent' })
  bus.isLosing = false
  bus.comeBack()
  await arrived('what was said while live events were lost')
  t.same(eve.texts, [])
})
