import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Bus, memoryBus, natsBus } from '@parley/bus'
import {
  type InputOf,
  type LiveEvent,
  liveSubject,
  messages,
  type Operation,
  type OutputOf,
} from '@parley/contracts'
import { createCall, createLogger } from '@parley/service'
import { startNats, uniqueName, waitFor, want } from '@parley/testing'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import { mongodbStore } from '../../src/store/mongodb.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'

export const secret = 'a secret of the tests, longer than it needs to be'
const logger = createLogger({ name: 'messages', level: process.env.LOG_LEVEL ?? 'silent' })

const onError = (error: unknown, subject: string) => logger.warn({ err: error, subject }, 'bus')

/** The service as others meet it. */
export interface Service {
  apps: FastifyInstance[]
  bus: Bus
  /** Lets so much time pass for all instances. */
  passTime(ms: number): void
  call<Op extends Operation>(operation: Op, input: InputOf<Op>, actor: string | null): Promise<OutputOf<Op>>
}

/** The time of the tests, which can be moved on. */
function movableClock() {
  let movedMs = 0
  return {
    ...systemClock,
    now: () => Date.now() + movedMs,
    pass: (ms: number) => void (movedMs += ms),
  }
}

/** One process with everything in it. */
export async function embedded(t: Test): Promise<Service> {
  const bus = memoryBus()
  const store = sqliteStore({ path: join(t.testdir(), 'messages.db') })
  const clock = movableClock()
  const app = await buildApp({ bus, store, secret, logger, clock })
  t.teardown(async () => {
    await app.close()
    await bus.close()
    await store.close()
  })
  await app.ready()
  return serviceOf([app], bus, clock.pass)
}

/** Two instances on MongoDB and NATS, which share the work. */
export async function distributed(t: Test): Promise<Service> {
  // Its own NATS: on a shared one, instances of other tests would take what is asked of these.
  const [{ url }, nats] = await Promise.all([want.mongodb(t), startNats()])
  t.teardown(() => nats.stop())
  const clock = movableClock()
  const apps = await Promise.all(
    [1, 2].map(async () => {
      const bus = await natsBus({ url: nats.url, name: uniqueName('messages'), onError })
      const store = mongodbStore({ url })
      const app = await buildApp({ bus, store, secret, logger, clock })
      t.teardown(async () => {
        await app.close()
        await bus.close()
        await store.close()
      })
      await app.ready()
      return app
    }),
  )
  const bus = await natsBus({ url: nats.url, name: uniqueName('test'), onError })
  t.teardown(() => bus.close())
  return serviceOf(apps, bus, clock.pass)
}

function serviceOf(apps: FastifyInstance[], bus: Bus, passTime: Service['passTime']): Service {
  const call = createCall({ bus, secret, urls: {} })
  return {
    apps,
    bus,
    passTime,
    call: (operation, input, actor) => call(operation, input, { actor, requestId: randomUUID() }),
  }
}

/** People that no other test has. */
export function people(...names: string[]): string[] {
  const suffix = uniqueName('x').replaceAll('_', '').slice(0, 10)
  return names.map((name) => `${name}${suffix}`)
}

/** Sends texts one after the other; returns their entries. */
export async function say(service: Service, conversation: string, by: string, ...texts: string[]) {
  const sent = texts.map((text) => ({ clientId: randomUUID(), text }))
  const { results } = await service.call(messages.send, { conversation, messages: sent }, by)
  return results.map((result) => {
    if ('error' in result) throw new Error(`${result.error.code}: ${result.error.message}`)
    return result.entry
  })
}

/** What a person's sockets would be sent. */
export async function liveOf(t: Test, service: Service, user: string) {
  const events: LiveEvent[] = []
  const subscription = await service.bus.subscribe(liveSubject(user), (payload) => {
    events.push(...(payload as LiveEvent[]))
  })
  t.teardown(() => subscription.close())
  return {
    events,
    /** Waits for an event; everything published before has come by then. */
    until: (what: string, isIt: (event: LiveEvent) => boolean) =>
      waitFor(() => events.find(isIt), { what: `${user} to be told ${what}` }),
  }
}
