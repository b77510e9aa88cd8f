import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bus, memoryBus } from '@parley/bus'
import type { Person } from '@parley/contracts'
import { createLogger } from '@parley/service'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../src/app.ts'
import { memoryRateLimiter } from '../src/limits/memory-rate-limiter.ts'
import type { GatewayParts } from '../src/parts.ts'
import { memoryPresence } from '../src/presence/memory-presence.ts'
import { sqliteSessionStore } from '../src/sessions/sqlite-session-store.ts'
import { type FakeOwners, fakeOwners } from './fake-owners.ts'
import { passwordOf } from './fakes/accounts.ts'
import { Visitor } from './visitor.ts'

interface HasTeardown {
  teardown(close: () => unknown): unknown
}

/** A clock that stands still until it is moved. */
export class HandClock {
  at = Date.UTC(2026, 10, 23, 12)
  read = (): number => this.at
  move(ms: number): void {
    this.at += ms
  }
}

/** The whole gateway before owners in memory. */
export interface Front {
  app: FastifyInstance
  owners: FakeOwners
  bus: Bus
  clock: HandClock
  /** Another gateway on the same bus, sessions and limits. */
  another(): Promise<FastifyInstance>
  visitor(): Visitor
  /** Somebody with an account and a session. */
  loggedIn(username: string): Promise<Visitor>
  /** An account without a session. */
  add(username: string, displayName?: string): Person
}

export async function front(t: HasTeardown, parts: Partial<GatewayParts> = {}): Promise<Front> {
  const bus = parts.bus ?? memoryBus()
  const owners = await fakeOwners(bus)
  const clock = new HandClock()
  const dir = mkdtempSync(join(tmpdir(), 'parley-gateway-'))
  const sessions = parts.sessions ?? sqliteSessionStore({ path: ':memory:', clock: clock.read })
  const limits = parts.limits ?? memoryRateLimiter({ clock: clock.read })
  const presence = parts.presence ?? memoryPresence()
  const all: GatewayParts = {
    bus,
    secret: 'a secret for tests, of more than thirty-two characters',
    logger: createLogger({ name: 'gateway', level: 'silent' }),
    urls: {},
    signup: 'open',
    sendRate: 0,
    loginRate: 0,
    sessions,
    presence,
    limits,
    assets: { url: (name) => `/assets/${name}`, dir },
    clock: clock.read,
    processMetrics: false,
    ...parts,
  }
  const apps: FastifyInstance[] = []
  async function another(): Promise<FastifyInstance> {
    const app = await buildApp(all)
    await app.ready()
    apps.push(app)
    return app
  }
  const app = await another()
  t.teardown(async () => {
    await Promise.all(apps.map((one) => one.close()))
    await owners.close()
    await bus.close()
    await Promise.all([sessions.close(), limits.close(), presence.close()])
    rmSync(dir, { recursive: true, force: true })
  })

  const visitor = (): Visitor => new Visitor(app)
  return {
    app,
    owners,
    bus,
    clock,
    another,
    visitor,
    add: (username, displayName) => owners.accounts.add(username, displayName),
    async loggedIn(username) {
      const one = visitor()
      await one.get('/login')
      const answer = await one.post('/login', { username, password: passwordOf(username) })
      if (answer.statusCode !== 303) throw new Error(`${username} could not log in: ${answer.statusCode}`)
      return one
    },
  }
}
