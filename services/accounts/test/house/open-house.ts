import { join } from 'node:path'
import { type Bus, memoryBus } from '@parley/bus'
import { accounts, type InputOf, type Operation, type OutputOf, type Person } from '@parley/contracts'
import { serviceCredential } from '@parley/service'
import { needs, uniqueName, want } from '@parley/testing'
import type { FastifyInstance } from 'fastify'
import { MongoClient } from 'mongodb'
import { pino } from 'pino'
import type { Test } from 'tap'
import {
  type AccountsParts,
  type AccountStore,
  buildApp,
  mongodbStore,
  sqliteStore,
} from '../../src/index.ts'

export const secret = 'a secret of this test, long enough to be one'
export const credential = { authorization: `Bearer ${serviceCredential(secret)}` }
export const goodPassword = 'seven green bicycles'

/** The least that argon2id takes, so that a test is not about how long it takes. */
export const cheap = { memoryKiB: 16, passes: 1, parallelism: 1 }

export interface House {
  app: FastifyInstance
  bus: Bus
  store: AccountStore
  /** Everything that was logged, as it was written. */
  logged: string[]
  now: { ms: number }
  /** Asks by the bus, as other services do. */
  ask: <Op extends Operation>(operation: Op, input: InputOf<Op>, actor?: string) => Promise<OutputOf<Op>>
  signUp: (username: string, displayName?: string) => Promise<Person>
}

export type Opens = (t: Test, parts?: Partial<AccountsParts>) => Promise<House>

/** Runs tests of the whole service on each kind of store. */
export async function onBothStores(t: Test, tests: (t: Test, open: Opens) => void): Promise<void> {
  await t.test('on SQLite', async (t) => {
    tests(t, async (t, parts) =>
      openHouse(t, sqliteStore({ path: join(t.testdir({}), 'accounts.sqlite') }), parts),
    )
  })
  await t.test('on MongoDB', await needs('mongodb'), async (t) => {
    const server = await want.mongodb(t)
    const client = new MongoClient(server.url)
    t.teardown(() => client.close())
    tests(t, async (t, parts) => {
      const database = uniqueName('parley')
      const url = new URL(server.url)
      url.pathname = `/${database}`
      t.teardown(() => client.db(database).dropDatabase())
      // A busy machine's disk may stand still for seconds; what becomes of that is the test of a store that is away.
      return await openHouse(t, mongodbStore({ url: url.href, answerWithinMs: 20_000 }), parts)
    })
  })
}

export async function openHouse(
  t: Test,
  store: AccountStore,
  parts: Partial<AccountsParts> = {},
): Promise<House> {
  const bus = parts.bus ?? memoryBus()
  const logged: string[] = []
  const now = { ms: 1_700_000_000_000 }
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const app = await buildApp({
    bus,
    store,
    secret,
    logger,
    clock: () => now.ms,
    passwords: { cost: cheap },
    processMetrics: false,
    ...parts,
  })
  await app.ready()
  t.teardown(async () => {
    await app.close()
    await bus.close()
    await store.close()
  })
  const ask: House['ask'] = (operation, input, actor) =>
    app.call(operation, input, { actor: actor ?? null, requestId: 'test' })
  return {
    app,
    bus,
    store,
    logged,
    now,
    ask,
    async signUp(username, displayName = '') {
      const { person } = await ask(accounts.signUp, { username, displayName, password: goodPassword })
      return person
    },
  }
}
