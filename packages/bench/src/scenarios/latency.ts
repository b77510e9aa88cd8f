import { setTimeout as pause } from 'node:timers/promises'
import { measure } from '../measure.ts'
import { signUp } from '../people/sign-up.ts'
import type { Scenario } from '../scenario.ts'
import { Meter } from '../statistics/meter.ts'
import { openChatLine } from '../traffic/chat-line.ts'
import { Pairs } from '../traffic/pairs.ts'
import { storedFaults } from '../traffic/stored-faults.ts'
import { linesBetween } from './chat.ts'

const shareOfCapacity = 0.5
const capacitySeconds = 4

/** From when a message was due to when the other has it, at a rate that does not wait for answers. */
export const latency: Scenario = {
  name: 'latency',
  summary:
    'from when a message was due to when it is there, at --rate (by default half of what goes through)',
  async run({ house, options, say }) {
    const people = await signUp(house.urls, options.pairs * 2)
    const meter = new Meter()
    const lines = linesBetween(
      people,
      (person, peer) => (listener) => openChatLine(person, peer.username, listener),
    )
    const pairs = await Pairs.open(options.pairs, meter, lines)
    try {
      const rate = options.rate ?? (await halfOf(await capacity(pairs, meter, options.window)))
      say(`${Math.round(rate)} messages a second`)
      pairs.keepPace(rate)
      const { seconds } = options
      const measured = await measure({ processes: house.processes(), meter, seconds, unit: 'message' })
      await pairs.settle()
      const { p50, p90, p99, p999, max } = measured.latency
      const figures = [
        { name: 'send to deliver, p50', value: p50, unit: 'ms' },
        { name: 'send to deliver, p90', value: p90, unit: 'ms' },
        { name: 'send to deliver, p99', value: p99, unit: 'ms' },
        { name: 'send to deliver, p99.9', value: p999, unit: 'ms' },
        { name: 'send to deliver, longest', value: max, unit: 'ms' },
        { name: 'at messages a second', value: rate, unit: '/s' },
      ]
      const faults = [...pairs.faults(), ...(await storedFaults(people, pairs.sent))]
      const notes = pairs.unsent > 0 ? [`${pairs.unsent} messages could not be sent when due: too fast`] : []
      return { figures, measured: [measured], faults, notes }
    } finally {
      await pairs.close()
    }
  },
}

async function capacity(pairs: Pairs, meter: Meter, window: number): Promise<number> {
  pairs.talk(window)
  await pause(capacitySeconds * 500)
  meter.begin()
  await pause(capacitySeconds * 1_000)
  meter.end()
  await pairs.settle()
  return meter.result().perSecond
}

async function halfOf(perSecond: number): Promise<number> {
  // What the closed loop left behind is written and told by then.
  await pause(1_000)
  return Math.max(1, perSecond * shareOfCapacity)
}
