import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserlessPerson } from '@parley/testing'
import type { House } from '../house/house.ts'
import { inTurn } from '../people/many-chats.ts'
import { signUp } from '../people/sign-up.ts'
import type { Figure, Scenario } from '../scenario.ts'
import { Latencies } from '../statistics/latency.ts'
import { Meter } from '../statistics/meter.ts'
import { openChatLine } from '../traffic/chat-line.ts'
import { HerdSocket } from '../traffic/herd-socket.ts'
import { Pairs } from '../traffic/pairs.ts'
import { SteadyWriter } from '../traffic/steady-writer.ts'
import { linesBetween } from './chat.ts'

const perPerson = 40
const writers = 4
const writesPerSecond = 5
const bystanders = 5
const bystandersPerSecond = 50
const calmMs = 4_000
const backWithinMs = 120_000
/** As a supervisor waits before it starts again what has ended. */
const restartAfterMs = 500

/** What a gateway's end means to those who were connected to it, and to the others. */
export const recover: Scenario = {
  name: 'recover',
  summary:
    'kills the gateway under --sockets sockets, until all are back and have what was written meanwhile',
  needsOwn: true,
  gateways: 2,
  descriptors: ({ sockets }) => sockets,
  async run({ house, options, say }) {
    const count = Math.ceil(options.sockets / perPerson)
    say(`signing up ${count + writers + bystanders * 2} people`)
    const [first = '', safe = first] = house.urls
    const people = await signUp([first], count)
    const steady = (await signUp([safe], writers)).map((person) => new SteadyWriter(person, writesPerSecond))
    const herd = await gather(people, steady, house.urls, options.sockets)
    say(`${herd.length} sockets are there`)
    // Where there is only one gateway, its end is the end of everybody's connection.
    const others = house.urls.length > 1 ? await watchOthers(safe) : undefined
    for (const writer of steady) writer.start()
    const calm = await others?.during(pause(calmMs))

    const killedAt = performance.now()
    await house.killGateway?.()
    const restarted = restart(house)
    const harried = await others?.during(allBack(herd, killedAt))
    if (!others) await allBack(herd, killedAt)
    // Looked at now: a socket that is let go of is not back.
    const times = new Latencies()
    for (const { socket } of herd) times.add((socket.backAt ?? killedAt + backWithinMs) - killedAt)
    const late = herd.filter(({ socket }) => socket.backAt === undefined).length
    await restarted
    for (const writer of steady) await writer.stop()
    const missing = await missingOf(herd, steady)
    for (const { socket } of herd) socket.stop()
    const faults = (await others?.close()) ?? []

    const { p50, p99, max } = times.summary()
    const figures: Figure[] = [
      { name: `until all ${herd.length} are back and caught up`, value: max / 1_000, unit: 's' },
      { name: 'until half of them are', value: p50 / 1_000, unit: 's' },
      { name: 'until 99 in 100 are', value: p99 / 1_000, unit: 's' },
      { name: 'entries missing at the end', value: missing, unit: '' },
      ...(calm && harried
        ? [
            { name: 'others, send to deliver, p50 before', value: calm.p50, unit: 'ms' },
            { name: 'others, send to deliver, p50 meanwhile', value: harried.p50, unit: 'ms' },
            { name: 'others, send to deliver, p99 before', value: calm.p99, unit: 'ms' },
            { name: 'others, send to deliver, p99 meanwhile', value: harried.p99, unit: 'ms' },
          ]
        : []),
    ]
    if (missing > 0) faults.push(`${missing} entries missing on sockets that came back`)
    if (late > 0) faults.push(`${late} sockets not back after ${backWithinMs / 1_000} s`)
    return { figures, measured: [], faults }
  },
}

interface Herded {
  conversation: string
  socket: HerdSocket
}

async function gather(
  people: readonly BrowserlessPerson[],
  steady: readonly SteadyWriter[],
  urls: readonly string[],
  sockets: number,
): Promise<Herded[]> {
  const conversations: string[] = []
  await Promise.all(
    steady.map(async (writer, k) => {
      for (let i = k; i < people.length; i += steady.length)
        conversations[i] = await writer.begin(people[i]?.username ?? '')
    }),
  )
  const herd: Herded[] = []
  await inTurn(sockets, async (i) => {
    const person = people[i % people.length]
    const conversation = conversations[i % people.length]
    if (!person || !conversation) return
    const socket = new HerdSocket(person, urls, conversation)
    await socket.connect()
    herd.push({ conversation, socket })
  })
  return herd
}

async function restart(house: House): Promise<void> {
  await pause(house.kind === 'embedded' ? 0 : restartAfterMs)
  await house.startGateway?.()
}

async function allBack(herd: readonly Herded[], since: number): Promise<void> {
  const isBack = ({ socket }: Herded) => (socket.backAt ?? 0) > since
  while (performance.now() - since < backWithinMs && !herd.every(isBack)) await pause(20)
}

/** What was stored and has not come, after a moment for what is on its way. */
async function missingOf(herd: readonly Herded[], steady: readonly SteadyWriter[]): Promise<number> {
  const stored = new Map(steady.flatMap((writer) => [...writer.stored]))
  const count = () =>
    herd.reduce(
      (sum, { conversation, socket }) => sum + Math.max(0, (stored.get(conversation) ?? 0) - socket.last),
      0,
    )
  const last = performance.now() + 10_000
  while (count() > 0 && performance.now() < last) await pause(50)
  return count()
}

async function watchOthers(url: string) {
  const people = await signUp([url], bystanders * 2)
  const meter = new Meter()
  const lines = linesBetween(
    people,
    (person, peer) => (listener) => openChatLine(person, peer.username, listener),
  )
  const pairs = await Pairs.open(bystanders, meter, lines)
  pairs.keepPace(bystandersPerSecond)
  return {
    during: async (what: Promise<void>) => {
      meter.begin()
      await what
      meter.end()
      return meter.result().latency
    },
    close: async () => {
      await pairs.settle()
      await pairs.close()
      return pairs.faults()
    },
  }
}
