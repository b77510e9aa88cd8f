import { type Bus, memoryBus } from '@parley/bus'
import { messages } from '@parley/contracts'
import t from 'tap'
import { House } from './house.ts'

/** A bus that says how many requests for heads were under way at once. */
function countingBus(): { bus: Bus; most: () => number } {
  const inner = memoryBus()
  let underWay = 0
  let most = 0
  const request: Bus['request'] = async (subject, payload, options) => {
    if (subject !== messages.heads.subject) return await inner.request(subject, payload, options)
    underWay += 1
    most = Math.max(most, underWay)
    try {
      return await inner.request(subject, payload, options)
    } finally {
      underWay -= 1
    }
  }
  const bus = Object.create(inner, { request: { value: request } }) as Bus
  return { bus, most: () => most }
}

t.test('a herd that comes at once is greeted in turn, and everybody is', async (t) => {
  const { bus, most } = countingBus()
  const house = await House.open(t, bus)
  await house.write(house.bob, 'while they were away')
  const gateway = await house.gateway()
  const sessions = ['ann', 'bob', 'eve'].flatMap((name) => Array.from({ length: 45 }, () => name))
  const herd = await Promise.all(sessions.map((session) => gateway.open(session, '/ws/')))
  const greetings = await Promise.all(herd.map((peer) => peer.ask('hello', { version: 1 })))
  t.equal(greetings.length, 135)
  for (const [i, { me, conversations }] of greetings.entries()) {
    if (me.username !== sessions[i]) t.fail(`${sessions[i]} was greeted as ${me.username}`)
    if (conversations.length !== (me.username === 'eve' ? 0 : 1)) t.fail('eve saw what is not hers')
  }
  t.ok(most() > 1 && most() <= 64, `${most()} at once`)
})
