import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { temporaryFolder } from '../house/environment.ts'
import { NodeProcess } from '../house/node-process.ts'
import { openIdle, openMany } from '../people/open-idle.ts'
import { signUp } from '../people/sign-up.ts'
import { type NamedProcess, usageOf } from '../processes/usage.ts'
import type { Figure, Scenario } from '../scenario.ts'
import { slope } from '../statistics/slope.ts'
import { openSocket } from '../traffic/open-socket.ts'

/** The gateway lets one person have 50. */
const perPerson = 40
const steps = [0.1, 0.4, 0.7, 1]
const settleMs = 1_500
/**
 * What services and stores grow to by work of any kind is no cost of a connection. So all of them greet as many sockets
 * before and more, through a gateway that is not looked at.
 */
const warmingGateway = 'gateway-2'
const warmingPasses = 3

/** What one step costs, in bytes by process. */
interface Step {
  sockets: number
  memory: Map<string, number>
  heap: Map<string, number>
}

/** What a connection costs while nothing happens on it. */
export const idle: Scenario = {
  name: 'idle',
  summary:
    'memory a connection on /ws/ costs, all processes: the slope from a tenth of --sockets to all of them',
  needsOwn: true,
  gateways: 2,
  descriptors: ({ sockets }) => sockets,
  async run({ house, options, say }) {
    const { sockets } = options
    say(`signing up ${Math.ceil(sockets / perPerson)} people`)
    const people = await signUp(house.urls.slice(0, 1), Math.ceil(sockets / perPerson))
    const processes = house.processes().filter(({ name }) => name !== warmingGateway)
    const [url = '', other] = house.urls
    if (other !== undefined) {
      say('warming up the services behind the gateway, by another one')
      for (let pass = 0; pass < warmingPasses; pass++)
        for (const socket of await openIdle(people, { url: other, from: 0, to: sockets })) socket.terminate()
    }
    const ours = await climb(sockets, {
      open: (from, to) => openIdle(people, { url, from, to }),
      processes,
      collect: async () => (await house.collectGarbage?.()) ?? new Map(),
      say,
    })
    const bare = await bareSteps(sockets, say)
    const total = perSocket(ours, 'memory')
    const bareTotal = perSocket(bare, 'memory')
    const figures: Figure[] = [
      { name: 'memory a connection, all processes', value: total / 1_024, unit: 'KB' },
      { name: 'memory a connection, bare @fastify/websocket', value: bareTotal / 1_024, unit: 'KB' },
      { name: 'above the bare one', value: (total - bareTotal) / 1_024, unit: 'KB' },
      { name: 'heap a connection, all processes', value: perSocket(ours, 'heap') / 1_024, unit: 'KB' },
      { name: 'heap a connection, bare', value: perSocket(bare, 'heap') / 1_024, unit: 'KB' },
      ...processes.map(({ name }) => ({
        name: `memory a connection: ${name}`,
        value: perSocket(ours, 'memory', name) / 1_024,
        unit: 'KB',
      })),
    ]
    return { figures, measured: [], faults: [] }
  },
}

/** The same steps with a server of the same library that does nothing. */
async function bareSteps(sockets: number, say: (line: string) => void): Promise<Step[]> {
  const folder = await temporaryFolder()
  const entry = join(import.meta.dirname, '../child/bare-websocket.ts')
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' }
  const bare = new NodeProcess({ name: 'bare', entry, env, folder: folder.path })
  try {
    const url = `http://127.0.0.1:${await bare.told('port')}/ws/`
    return await climb(sockets, {
      open: (from, to) => openMany({ from, to }, () => openSocket(url)),
      processes: [bare],
      collect: async () => new Map([['bare', await bare.collectGarbage()]]),
      say,
    })
  } finally {
    await bare.stop()
    await folder.remove()
  }
}

interface ClimbParts {
  open: (from: number, to: number) => Promise<WebSocket[]>
  processes: readonly NamedProcess[]
  collect: () => Promise<Map<string, number>>
  say: (line: string) => void
}

async function climb(most: number, { open, processes, collect, say }: ClimbParts): Promise<Step[]> {
  const sockets: WebSocket[] = []
  const found: Step[] = []
  for (const part of steps) {
    const wanted = Math.round(most * part)
    sockets.push(...(await open(sockets.length, wanted)))
    await pause(settleMs)
    const heap = await collect()
    await pause(settleMs)
    const lost = sockets.filter(({ readyState, OPEN }) => readyState !== OPEN).length
    if (lost > 0) throw new Error(`${lost} of ${wanted} sockets were closed`)
    const memory = new Map(usageOf(processes).map(({ name, bytes }) => [name, bytes]))
    const total = [...memory.values()].reduce((sum, bytes) => sum + bytes, 0)
    say(`${wanted} sockets: ${Math.round(total / 1_048_576)} MB`)
    found.push({ sockets: wanted, memory, heap })
  }
  for (const socket of sockets) socket.terminate()
  return found
}

function perSocket(steps: readonly Step[], what: 'memory' | 'heap', name?: string): number {
  return slope(
    steps.map((step) => {
      const y = [...step[what]].reduce((sum, [of, bytes]) => (name && name !== of ? sum : sum + bytes), 0)
      return { x: step.sockets, y }
    }),
  )
}
