import type { Call } from '@parley/service'
import type { BrowserlessPerson } from '@parley/testing'
import { importMessages } from '../people/import-messages.ts'
import { inTurn, newPeers } from '../people/many-chats.ts'
import { signUp } from '../people/sign-up.ts'
import type { Figure, Measured, Scenario, Work } from '../scenario.ts'
import { requestRate } from './request-rate.ts'

const many = 100
const page = 200
const sizes = [1_000, 10_000, 100_000, 1_000_000]
const largest = 10_000_000
const longestSeconds = 5

interface Peer {
  id: string
  username: string
}

/** Whether a page of history, and a send, take as long with many messages as with few. */
export const grow: Scenario = {
  name: 'grow',
  summary:
    'history pages and sends at 10³ … 10⁶ messages, in one conversation and in a hundred (--large: 10⁷)',
  needsOwn: true,
  async run(work) {
    const { house, options, say } = work
    const { call } = house
    const [me] = await signUp(house.urls, 1)
    if (!call || !me) throw new Error('its services have to be asked')
    const peers = (await newPeers(house, many + 1)).map(({ id = '', username }) => ({ id, username }))
    const myId = await idOf(me, peers[0])
    const figures: Figure[] = []
    const measured: Measured[] = []
    const faults: string[] = []
    let before = 0
    for (const size of options.large ? [...sizes, largest] : sizes) {
      say(`writing ${(size - before) * 2} messages`)
      await fill(call, myId, peers, { before, size })
      before = size
      for (const kind of ['one', 'many'] as const) {
        const seen = await look(work, me, kind === 'one' ? peers.slice(0, 1) : peers.slice(1), size)
        figures.push(...seen.figures.map((each) => ({ ...each, name: `${each.name}, ${size} in ${kind}` })))
        measured.push(...seen.measured)
        faults.push(...seen.faults)
      }
    }
    return { figures: [...flatness(figures), ...figures], measured, faults }
  },
}

async function fill(
  call: Call,
  one: string,
  peers: readonly Peer[],
  { before, size }: { before: number; size: number },
): Promise<void> {
  await importMessages(call, { one, other: peers[0]?.id ?? '', from: before, to: size })
  await inTurn(many, async (i) => {
    const part = { from: before / many, to: size / many }
    await importMessages(call, { one, other: peers[i + 1]?.id ?? '', ...part })
  })
}

/** The newest page, pages anywhere, and sends. */
async function look(work: Work, me: BrowserlessPerson, peers: readonly Peer[], size: number) {
  const seconds = Math.min(work.options.seconds, longestSeconds)
  const short = { ...work, options: { ...work.options, seconds } }
  const each = size / peers.length
  const anyone = () => peers[Math.floor(Math.random() * peers.length)]?.username
  const asked = { people: [me], connections: 1 }
  const checkPage = (least: number) => (reply: { body: Buffer }) => {
    const { messages } = JSON.parse(reply.body.toString()) as { messages: { id: number }[] }
    const hasHole = messages.some(({ id }, i) => i > 0 && id !== (messages[i - 1]?.id ?? 0) + 1)
    if (messages.length < least || hasHole)
      throw new Error(`a page of ${messages.length} instead of ${least}, or with a hole`)
  }
  const newest = await requestRate(short, {
    ...asked,
    unit: 'page',
    request: (connection) => connection.get(`/messages/history/${anyone()}/`),
    check: checkPage(Math.min(page, each)),
  })
  const anywhere = await requestRate(short, {
    ...asked,
    unit: 'page',
    request: (connection) => {
      const before = 2 + Math.floor(Math.random() * each)
      return connection.get(`/messages/history/${anyone()}/?before=${before}&peek=1`)
    },
    check: checkPage(1),
  })
  const sends = await requestRate(short, {
    ...asked,
    unit: 'message',
    request: (connection) =>
      connection.post(`/messages/send/${anyone()}/`, { message: 'One more, at the end.' }),
    check: () => undefined,
  })
  const all = { 'newest page': newest, 'page anywhere': anywhere, send: sends }
  return {
    figures: Object.entries(all).flatMap(([name, { measured }]) => [
      { name: `${name} p50`, value: measured.latency.p50, unit: 'ms' },
      { name: `${name} p99`, value: measured.latency.p99, unit: 'ms' },
    ]),
    measured: Object.values(all).map(({ measured }) => measured),
    faults: Object.values(all).flatMap(({ faults }) => faults),
  }
}

/** The most by which the largest size takes longer than a page of the second size, which first has full pages. */
function flatness(figures: readonly Figure[]): Figure[] {
  return ['newest page', 'page anywhere', 'send'].flatMap((what) =>
    ['p50', 'p99'].flatMap((percentile) =>
      ['one', 'many'].map((kind) => {
        const row = figures.filter(
          ({ name }) => name.startsWith(`${what} ${percentile}`) && name.endsWith(`in ${kind}`),
        )
        const [small, large] = [row[kind === 'one' ? 0 : 2], row.at(-1)]
        const name = `${what} ${percentile} in ${kind}: largest to smallest with full pages`
        return { name, value: (large?.value ?? Number.NaN) / (small?.value ?? Number.NaN), unit: 'times' }
      }),
    ),
  )
}

/** A person learns their own id from a conversation that they open: it is of both. */
async function idOf(me: BrowserlessPerson, peer: Peer | undefined): Promise<string> {
  const answer = await me.post(`/messages/send/${peer?.username}/`, { message: 'The first one.' })
  const { entry } = answer.json<{ entry: { by: string } }>()
  return entry.by
}
