import { setTimeout as pause } from 'node:timers/promises'
import { directConversation } from '@parley/contracts'
import type { BrowserlessPerson } from '@parley/testing'
import { measure } from '../measure.ts'
import { inTurn } from '../people/many-chats.ts'
import { signUp } from '../people/sign-up.ts'
import type { Measured, Scenario, Work } from '../scenario.ts'
import { Meter } from '../statistics/meter.ts'
import { ClientSocket } from '../traffic/client-socket.ts'

const crowd = 5_000
/** Whom each of them watches, as a page watches those of its list. */
const watched = 20
const perSecond = 100
const withinMs = 20_000

interface Somebody {
  person: BrowserlessPerson
  id: string
  socket: ClientSocket
  /** What this one waits to be told, and since when. */
  waiting: Map<string, number>
}

/** Typing and presence of five thousand people, each of whom watches twenty others. */
export const presence: Scenario = {
  name: 'presence',
  summary: `${crowd} people connected, each watching ${watched}: typing, and who comes and goes, ${perSecond} a second`,
  descriptors: () => crowd,
  async run(work) {
    const { house, say } = work
    say(`signing up ${crowd} people`)
    const people = await signUp(house.urls, crowd)
    const meter = new Meter()
    const all: Somebody[] = []
    await inTurn(crowd, async (i) => {
      const person = people[i]
      if (person) all[i] = await enter(person, meter)
    })
    await inTurn(crowd, async (i) => {
      const others = Array.from({ length: watched }, (_, k) => all[(i + k + 1) % crowd]?.id ?? '')
      await all[i]?.socket.watch(others)
    })
    say(`${crowd} are there and watch`)
    const typing = await during(work, meter, (i) => type(all, i))
    const comings = await during(work, meter, (i) => come(all, i, meter))
    await Promise.all(all.map(({ socket }) => socket.close()))
    const unheard = all.reduce((sum, { waiting }) => sum + waiting.size, 0)
    return {
      figures: [
        { name: 'typing told', value: typing.perSecond, unit: '/s', isRate: true },
        { name: 'until typing is told, p50', value: typing.latency.p50, unit: 'ms' },
        { name: 'until typing is told, p99', value: typing.latency.p99, unit: 'ms' },
        { name: 'comings told', value: comings.perSecond, unit: '/s' },
        { name: 'until a coming is told, p50', value: comings.latency.p50, unit: 'ms' },
        { name: 'until a coming is told, p99', value: comings.latency.p99, unit: 'ms' },
      ],
      measured: [typing, comings],
      faults: unheard > 0 ? [`${unheard} were never told`] : [],
    }
  },
}

/** Does something so many times a second while it is measured, and waits for what is told of it. */
async function during(
  { house, options }: Work,
  meter: Meter,
  act: (i: number) => Promise<void>,
): Promise<Measured> {
  let i = 0
  const acts = new Set<Promise<void>>()
  const timer = setInterval(() => {
    const doing = act(i++).finally(() => acts.delete(doing))
    acts.add(doing)
  }, 1_000 / perSecond)
  const { seconds } = options
  const measured = await measure({ processes: house.processes(), meter, seconds, unit: 'told' })
  clearInterval(timer)
  await Promise.all(acts)
  return measured
}

async function enter(person: BrowserlessPerson, meter: Meter): Promise<Somebody> {
  const waiting = new Map<string, number>()
  const told = (key: string) => {
    const since = waiting.get(key)
    if (since === undefined) return
    waiting.delete(key)
    meter.took(performance.now() - since)
  }
  const socket = await ClientSocket.open({
    url: person.url,
    cookie: person.cookie,
    onPush(push) {
      if (push.type === 'typing') told(`typing ${push.user} ${push.active}`)
      else if (push.type === 'presence' && push.presence.online) told(`online ${push.presence.user}`)
      else if (push.type === 'presence') told(`offline ${push.presence.user}`)
    },
    onClose: () => undefined,
  })
  const { me } = await socket.hello()
  return { person, id: me.id, socket, waiting }
}

/** Somebody begins to type for the next one, or stops. */
async function type(all: readonly Somebody[], i: number): Promise<void> {
  const [one, other] = [all[(i * 7) % crowd], all[(i * 7 + 1) % crowd]]
  if (!one || !other) return
  const active = Math.floor((i * 7) / crowd) % 2 === 0
  const key = `typing ${one.id} ${active}`
  other.waiting.set(key, performance.now())
  one.socket.typing(directConversation(one.id, other.id), active)
  await until(() => !other.waiting.has(key))
}

/** Somebody goes, and is back once that was told: how long it takes until who watches is told of that. */
async function come(all: readonly Somebody[], i: number, meter: Meter): Promise<void> {
  const [one, watcher] = [all[(i * 11 + 1) % crowd], all[(i * 11) % crowd]]
  if (!one || !watcher) return
  const gone = `offline ${one.id}`
  watcher.waiting.set(gone, Number.POSITIVE_INFINITY)
  one.socket.terminate()
  await until(() => !watcher.waiting.has(gone))
  watcher.waiting.set(`online ${one.id}`, performance.now())
  const { socket } = await enter(one.person, meter)
  one.socket = socket
  await until(() => !watcher.waiting.has(`online ${one.id}`))
}

async function until(isSo: () => boolean): Promise<void> {
  const last = performance.now() + withinMs
  while (!isSo() && performance.now() < last) await pause(20)
}
