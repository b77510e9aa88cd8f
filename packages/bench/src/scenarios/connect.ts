import { measure } from '../measure.ts'
import { signUp } from '../people/sign-up.ts'
import type { Scenario } from '../scenario.ts'
import { Meter } from '../statistics/meter.ts'
import { handshake } from '../traffic/handshake.ts'
import { Requests } from '../traffic/requests.ts'

const people = 25
const perPerson = 2

/** New connections: each with a session that is looked up and checked before anything is accepted. */
export const connect: Scenario = {
  name: 'connect',
  summary: 'opens /ws/ with a session and lets it go again, 50 at a time',
  async run({ house, options }) {
    const all = await signUp(house.urls, people)
    const meter = new Meter()
    const requests = new Requests(people * perPerson, meter, async (i) => {
      const person = all[i % people]
      if (person) await handshake(person.url, '/ws/', person.cookie)
    })
    const { seconds } = options
    const measured = await measure({ processes: house.processes(), meter, seconds, unit: 'connect' })
    await requests.stop()
    return {
      figures: [
        { name: 'connects', value: measured.perSecond, unit: '/s', isRate: true },
        { name: 'connects: p50', value: measured.latency.p50, unit: 'ms' },
        { name: 'connects: p99', value: measured.latency.p99, unit: 'ms' },
      ],
      measured: [measured],
      faults: [...requests.faults, ...(await refusesStrangers(all[0]?.url ?? ''))],
    }
  },
}

/** Connects that are not checked would be fast too. */
async function refusesStrangers(url: string): Promise<string[]> {
  try {
    await handshake(url, '/ws/', 'parley_session=nobody')
    return ['a socket without a session was accepted']
  } catch {
    return []
  }
}
