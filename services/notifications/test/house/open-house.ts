import { type Bus, memoryBus } from '@parley/bus'
import {
  type DataOf,
  type Entry,
  entriesCreated,
  type LiveEvent,
  liveSubject,
  messages,
  ownChanged,
  readMoved,
  type Unread,
} from '@parley/contracts'
import { createService, serviceCredential } from '@parley/service'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { Test } from 'tap'
import { buildApp } from '../../src/index.ts'

export const secret = 'a secret of this test, long enough to be one'
export const credential = { authorization: `Bearer ${serviceCredential(secret)}` }
export const silent = pino({ level: 'silent' })

/** The part of `messages` that counts, with the counts in the test's hands. */
export interface Counting {
  app: FastifyInstance
  counts: Map<string, number>
  /** The people of each ask, as they came. */
  asks: string[][]
  /** Awaited in each ask before it is answered; a rejection is its answer. */
  before: (users: string[]) => Promise<void>
}

export async function startCounting(t: Test, bus: Bus): Promise<Counting> {
  const app = await createService({ name: 'messages', bus, secret, logger: silent, processMetrics: false })
  const counting: Counting = { app, counts: new Map(), asks: [], before: async () => undefined }
  const unreadOf = (user: string): Unread => {
    const count = counting.counts.get(user) ?? 0
    return { user, count, messages: Array.from({ length: Math.min(count, 5) }, (_, n) => entry(user, n + 1)) }
  }
  app.answer(messages.unread, async (_input, { actor }) => unreadOf(actor))
  app.answer(messages.unreadOf, async ({ users }) => {
    counting.asks.push(users)
    const people = users.map(unreadOf)
    await counting.before(users)
    return { people }
  })
  await app.ready()
  t.teardown(() => app.close())
  return counting
}

export async function startNotifications(t: Test, bus: Bus): Promise<FastifyInstance> {
  const app = await buildApp({ bus, secret, logger: silent, processMetrics: false })
  await app.ready()
  t.teardown(() => app.close())
  return app
}

export type Told = Extract<LiveEvent, { type: 'unread' }>

/** What people are told, in order. */
export async function listen(bus: Bus, users: string[]): Promise<Map<string, Told[]>> {
  const told = new Map<string, Told[]>()
  for (const user of users) {
    const heard: Told[] = []
    told.set(user, heard)
    await bus.subscribe(liveSubject(user), (events) => void heard.push(...(events as Told[])))
  }
  return told
}

let published = 0

/** Publishes as `messages` does; in one process this resolves when it is handled and what it led to is heard. */
export async function publishEntry(bus: Bus, members: string[], seq = ++published): Promise<void> {
  const [by = 'nobody'] = members
  const entry = { conversation: 'd_ann_bob', seq, n: seq, kind: 'message', by, members }
  const data: DataOf<typeof entriesCreated> = { entries: [entry] }
  const id = `d_ann_bob:${seq}`
  const envelope = { id, type: entriesCreated.subject, at: Date.now(), data }
  await bus.publishDurable(entriesCreated.subject, envelope, `${id}:${++published}`)
  await bus.flush()
}

export async function publishRead(bus: Bus, user: string): Promise<void> {
  const data: DataOf<typeof readMoved> = { conversation: 'd_ann_bob', user, readSeq: 1, readN: 1 }
  const id = `d_ann_bob:${user}:${++published}`
  await bus.publishDurable(readMoved.subject, { id, type: readMoved.subject, at: Date.now(), data }, id)
  await bus.flush()
}

/** Somebody has muted a conversation, or the like. */
export async function publishArranged(bus: Bus, user: string): Promise<void> {
  const revision = ++published
  const data: DataOf<typeof ownChanged> = { conversation: 'd_ann_bob', user, revision }
  const id = `d_ann_bob:${user}:own:${revision}`
  await bus.publishDurable(ownChanged.subject, { id, type: ownChanged.subject, at: Date.now(), data }, id)
  await bus.flush()
}

/** Everything in one process, with nobody there who was not asked for. */
export async function openHouse(t: Test) {
  const bus = memoryBus({ onError: () => undefined })
  const counting = await startCounting(t, bus)
  const app = await startNotifications(t, bus)
  t.teardown(() => bus.close())
  return { bus, counting, app }
}

function entry(user: string, seq: number): Entry {
  const by = user === 'ann' ? 'bob' : 'ann'
  return {
    conversation: 'd_ann_bob',
    seq,
    n: seq,
    kind: 'message',
    by,
    clientId: `c${seq}`,
    at: seq,
    text: 'hi',
  }
}
