import type { BrowserlessPerson } from '@parley/testing'
import { measure } from '../measure.ts'
import { KeptConnection, type Reply } from '../people/kept-connection.ts'
import type { Measured, Work } from '../scenario.ts'
import { Meter } from '../statistics/meter.ts'
import { Requests } from '../traffic/requests.ts'

export interface RequestRateOptions {
  /** Whose requests; over connections of their own, spread over them. */
  people: readonly BrowserlessPerson[]
  connections: number
  unit: string
  accept?: string
  request: (connection: KeptConnection, index: number) => Promise<Reply>
  /** Throws where the answer is not what it must be. */
  check: (reply: Reply, index: number) => void
}

export interface RequestRate {
  measured: Measured
  faults: string[]
}

/** How many requests a second are answered over kept connections, one under way on each, every answer checked. */
export async function requestRate(work: Work, options: RequestRateOptions): Promise<RequestRate> {
  const { people, connections: count, unit, accept, request, check } = options
  const connections = Array.from({ length: count }, (_, i) => {
    const person = people[i % people.length]
    if (!person) throw new RangeError('there is nobody who asks')
    return new KeptConnection(person, accept)
  })
  const meter = new Meter()
  const requests = new Requests(count, meter, async (i) => {
    const connection = connections[i]
    if (!connection) return
    const reply = await request(connection, i)
    if (reply.status !== 200)
      throw new Error(`answered with ${reply.status}: ${reply.body.toString().slice(0, 200)}`)
    check(reply, i)
  })
  const { seconds } = work.options
  const measured = await measure({ processes: work.house.processes(), meter, seconds, unit })
  await requests.stop()
  for (const connection of connections) connection.close()
  return { measured, faults: requests.faults }
}

/** Each answer has to be the very bytes of the first one, which `look` looks into. */
export function sameAsFirst(look: (body: Buffer) => void): (reply: Reply) => void {
  let first: Buffer | undefined
  return ({ body }) => {
    if (!first) {
      look(body)
      first = body
    } else if (!first.equals(body)) throw new Error('an answer differs from the first one')
  }
}

/** The figures that every kind of request has. */
export function rateFigures(name: string, { perSecond, latency }: Measured) {
  return [
    { name, value: perSecond, unit: '/s', isRate: true },
    { name: `${name}: p50`, value: latency.p50, unit: 'ms' },
    { name: `${name}: p99`, value: latency.p99, unit: 'ms' },
  ]
}
