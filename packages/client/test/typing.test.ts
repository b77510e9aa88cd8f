import t from 'tap'
import { limits } from '@parley/contracts/limits'
import { systemClock, whenOnline } from '../src/index.ts'
import { join, start, toBen } from './fake-house.ts'
import { until } from './fake-person.ts'
import type { FakeServer } from './fake-server.ts'

const { conversation } = toBen

/** The time of typing is in the test's hands, everything else's is the system's. */
function handClock() {
  let ms = 1_000_000
  const ends = new Set<() => void>()
  return {
    now: () => ms,
    after(delay: number, run: () => void) {
      if (delay !== limits.typingShownMs) return systemClock.after(delay, run)
      ends.add(run)
      return () => void ends.delete(run)
    },
    pass(by: number) {
      ms += by
    },
    end() {
      for (const run of ends) run()
      ends.clear()
    },
  }
}

const typingOf = (server: FakeServer) =>
  server.requests.flatMap((frame) => (frame.type === 'typing' ? [frame.active] : []))

t.test('keystrokes are told at once and then every 3 s, and their end once', async (t) => {
  const server = await start(t)
  const clock = handClock()
  const { client } = join(t, server, 'ann', { clock })
  client.tellTyping(conversation, true)
  await client.connect()
  await whenOnline(client)
  client.tellTyping(conversation, false)
  for (let i = 0; i < 40; i++) {
    client.tellTyping(conversation, true)
    clock.pass(100)
  }
  client.tellTyping(conversation, false)
  client.tellTyping(conversation, false)
  client.tellTyping(conversation, true)
  client.tellTyping('d_ann_cat', true)
  await client.inbox()
  const frames = server.requests.filter(({ type }) => type === 'typing')
  t.strictSame(frames, [
    { type: 'typing', conversation, active: true },
    { type: 'typing', conversation, active: true },
    { type: 'typing', conversation, active: false },
    { type: 'typing', conversation, active: true },
    { type: 'typing', conversation, active: false },
    { type: 'typing', conversation: 'd_ann_cat', active: true },
  ])
})

t.test('the others see it for 5 s, unless they are told again or that it is over', async (t) => {
  const server = await start(t)
  const clock = handClock()
  const ann = join(t, server, 'ann')
  const ben = join(t, server, 'ben', { clock })
  const cat = join(t, server, 'cat')
  for (const { client } of [ann, ben, cat]) {
    await client.connect()
    await whenOnline(client)
  }
  const told: string[] = []
  ben.client.on('typing', ({ conversation: where, users }) => told.push(`${where} ${users.join()}`))
  const heardByCat: unknown[] = []
  cat.client.on('typing', (typing) => heardByCat.push(typing))

  ann.client.tellTyping(conversation, true)
  await until(() => told.length === 1)
  t.strictSame(ben.client.typing(conversation), ['ann'])
  clock.end()
  t.strictSame(ben.client.typing(conversation), [])
  ann.client.tellTyping(conversation, false)
  ann.client.tellTyping(conversation, true)
  await until(() => told.length === 3)
  ann.client.tellTyping(conversation, false)
  await until(() => told.length === 4)
  cat.client.tellTyping('d_ben_cat', true)
  await until(() => told.length === 5)
  t.strictSame(told, ['d_ann_ben ann', 'd_ann_ben ', 'd_ann_ben ann', 'd_ann_ben ', 'd_ben_cat cat'])
  server.closeSockets(4_000)
  await until(() => told.length === 6)
  t.equal(told.at(-1), 'd_ben_cat ', 'nothing of it outlives a connection')
  t.strictSame(heardByCat, [])
  t.strictSame(typingOf(server), [true, false, true, false, true])
})
