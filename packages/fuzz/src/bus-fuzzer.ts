import { connect, type NatsConnection } from '@nats-io/transport-node'
import { type Bus, BusTimeout, BusUnavailable, natsBus } from '@parley/bus'
import {
  accounts,
  entriesCreated,
  groupsSubject,
  headsSubject,
  liveSubject,
  messages,
  notifications,
  type Operation,
  ownChanged,
  personChanged,
  readMoved,
  sessionEnded,
} from '@parley/contracts'
import fc from 'fast-check'
import { hostileText, hostileValue, type Mutation, mutated, mutation } from './hostile.ts'
import { exampleOf } from './open-api.ts'
import type { Cast } from './people.ts'
import { complain, type Report } from './report.ts'
import { samples } from './samples.ts'

interface Shape {
  kind: 'ask' | 'event' | 'live' | 'told' | 'bytes' | 'subject'
  at: number
  mutation: Mutation
  actor: unknown
  value: unknown
  bytes: Uint8Array
  text: string
}

const shape: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constantFrom('ask', 'ask', 'ask', 'event', 'live', 'told', 'bytes', 'subject'),
  at: fc.nat(),
  mutation,
  actor: fc.oneof(fc.constant('known'), hostileValue),
  value: hostileValue,
  bytes: fc.uint8Array({ maxLength: 300 }),
  text: hostileText,
})

const operations: Operation[] = [accounts, messages, notifications].flatMap((owner) =>
  Object.values(owner).filter(isOperation),
)
const events = [entriesCreated, readMoved, ownChanged, personChanged, sessionEnded].map(
  ({ subject }) => subject,
)

/** Whoever has the password of NATS is a service; one that is broken must break no other. */
export class BusFuzzer {
  readonly #bus: Bus
  readonly #raw: NatsConnection
  readonly #cast: Cast
  readonly #report: Report
  readonly #shapes: Generator<Shape, never>

  static async open(url: string, cast: Cast, report: Report, seed: number): Promise<BusFuzzer> {
    const bus = await natsBus({ url, name: 'fuzz', onError: () => undefined })
    return new BusFuzzer(bus, await connect({ servers: new URL(url).host }), cast, report, seed)
  }

  private constructor(bus: Bus, raw: NatsConnection, cast: Cast, report: Report, seed: number) {
    this.#bus = bus
    this.#raw = raw
    this.#cast = cast
    this.#report = report
    this.#shapes = samples(shape, seed)
  }

  async once(): Promise<void> {
    const next = this.#shapes.next().value
    const operation = operations[next.at % operations.length]
    const { hostile } = this.#cast.ids
    this.#report.busMessages += 1
    if (next.kind === 'ask' && operation) await this.#ask(operation, next)
    if (next.kind === 'event') this.#bus.publish(events[next.at % events.length] ?? '', next.value)
    // To the hostile one's own sockets: what is said there reaches nobody else.
    if (next.kind === 'live') this.#bus.publish(liveSubject(hostile), [next.value])
    if (next.kind === 'told')
      this.#bus.publish(groupsSubject, [{ users: [hostile], events: [next.value] }, next.value])
    if (next.kind === 'bytes') this.#raw.publish(this.#anySubject(next, operation), next.bytes)
    if (next.kind === 'subject') this.#publishAnywhere(next.text)
    await this.#bus.flush()
  }

  async close(): Promise<void> {
    await this.#bus.close()
    await this.#raw.close()
  }

  async #ask(operation: Operation, { mutation, actor, value, at }: Shape): Promise<void> {
    const { ids, own, foreign, groups, peer } = this.#cast
    const conversation = [own, foreign, groups.own, groups.foreign][at % 4]
    const known = {
      conversation,
      username: peer.username,
      user: ids.peer,
      ids: [ids.peer],
      users: [ids.peer],
    }
    const example = exampleOf('', operation.input, known) as Record<string, unknown>
    const acting = actor === 'known' ? ids.hostile : actor
    const input = mutated(example, mutation)
    const payload =
      mutation.kind === 'whole' ? value : { context: { actor: acting, requestId: 'fuzz' }, input }
    try {
      const answer = await this.#bus.request(operation.subject, payload, { timeoutMs: 10_000 })
      this.#look(operation, answer, JSON.stringify(payload).slice(0, 300))
    } catch (error) {
      if (error instanceof BusTimeout || error instanceof BusUnavailable)
        complain(this.#report, `${operation.subject}: ${error.message}`)
    }
  }

  #look(operation: Operation, answer: unknown, asked: string): void {
    const { error } = (answer ?? {}) as { error?: { code?: string } }
    if (error?.code === 'INTERNAL' || error?.code === 'UNAVAILABLE')
      complain(this.#report, `${operation.subject} was answered with ${error.code}: ${asked}`)
  }

  #anySubject({ at }: Shape, operation: Operation | undefined): string {
    const subjects = [operation?.subject ?? '', headsSubject, liveSubject(this.#cast.ids.hostile), ...events]
    return subjects[at % subjects.length] ?? headsSubject
  }

  #publishAnywhere(text: string): void {
    const subject = `parley.${text
      .replaceAll(/[^\w.$-]/g, '')
      .replaceAll(/\.+/g, '.')
      .slice(0, 60)}x`
    this.#raw.publish(subject, text)
  }
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'subject' in value && 'input' in value
}
