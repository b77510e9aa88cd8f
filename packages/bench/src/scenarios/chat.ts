import type { BrowserlessPerson } from '@parley/testing'
import { measure } from '../measure.ts'
import { signUp } from '../people/sign-up.ts'
import type { Outcome, Scenario, Work } from '../scenario.ts'
import { Meter } from '../statistics/meter.ts'
import { openChatLine } from '../traffic/chat-line.ts'
import type { OpenLine } from '../traffic/line.ts'
import { type LinesOf, Pairs } from '../traffic/pairs.ts'
import { storedFaults } from '../traffic/stored-faults.ts'

/** Pairs of people over `/ws/chat/`, as fast as they get answers. */
export const chat: Scenario = {
  name: 'chat',
  summary: 'pairs of people over /ws/chat/, a window of messages under way in each pair',
  run: async (work) =>
    await runPairs(work, (person, peer) => (listener) => openChatLine(person, peer.username, listener)),
}

export type LineBetween = (person: BrowserlessPerson, peer: BrowserlessPerson) => OpenLine

/** Pairs in a closed loop, over whichever lines; then looks whether each message is stored once. */
export async function runPairs({ house, options, say }: Work, line: LineBetween): Promise<Outcome> {
  say(`signing up ${options.pairs * 2} people`)
  const people = await signUp(house.urls, options.pairs * 2)
  const meter = new Meter()
  const pairs = await Pairs.open(options.pairs, meter, linesBetween(people, line))
  try {
    pairs.talk(options.window)
    const { seconds } = options
    const measured = await measure({ processes: house.processes(), meter, seconds, unit: 'message' })
    await pairs.settle()
    const faults = [...pairs.faults(), ...(await storedFaults(people, pairs.sent))]
    const figures = [{ name: 'messages delivered', value: measured.perSecond, unit: '/s', isRate: true }]
    return { figures, measured: [measured], faults }
  } finally {
    await pairs.close()
  }
}

/** The people one after the other as pairs; those of a pair are at different gateways where there are several. */
export function linesBetween(people: readonly BrowserlessPerson[], line: LineBetween): LinesOf {
  return (pair) => {
    const [one, other] = [people[pair * 2], people[pair * 2 + 1]]
    if (!one || !other) throw new RangeError('there are fewer people than pairs of them')
    return [line(one, other), line(other, one)]
  }
}
