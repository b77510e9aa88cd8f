import { type Bus, memoryBus } from '@parley/bus'
import { directConversation, type Person } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { WebSocket } from 'ws'
import { memoryPresence } from '../../src/presence/memory-presence.ts'
import { type FakeOwners, fakeOwners } from '../fake-owners.ts'
import { doors, type DoorsOptions } from './doors.ts'
import { Peer } from './peer.ts'

interface HasTeardown {
  teardown(close: () => unknown): unknown
}

/** One bus, its owners, ann, bob and eve, and as many gateways as a test needs. */
export class House {
  readonly bus: Bus
  readonly owners: FakeOwners
  readonly people: Person[]
  readonly ann: Person
  readonly bob: Person
  /** The outsider. */
  readonly eve: Person
  readonly presence = memoryPresence()
  readonly #t: HasTeardown

  static async open(t: HasTeardown, bus: Bus = memoryBus()): Promise<House> {
    return new House(t, bus, await fakeOwners(bus))
  }

  private constructor(t: HasTeardown, bus: Bus, owners: FakeOwners) {
    this.#t = t
    this.bus = bus
    this.owners = owners
    this.ann = owners.accounts.add('ann', 'Ann')
    this.bob = owners.accounts.add('bob', 'Bob <b>')
    this.eve = owners.accounts.add('eve', 'Eve')
    this.people = [this.ann, this.bob, this.eve]
    t.teardown(async () => {
      await owners.close()
      await bus.close()
      await this.presence.close()
    })
  }

  get annAndBob(): string {
    return directConversation(this.ann.id, this.bob.id)
  }

  /** Has `by` write to the conversation of ann and bob, from elsewhere. */
  write(by: Person, text: string, clientId: string = crypto.randomUUID()) {
    return this.owners.messages.write(this.annAndBob, by.id, text, clientId)
  }

  async gateway(options: Partial<DoorsOptions> = {}): Promise<Gateway> {
    const parts = { bus: this.bus, presence: this.presence, people: this.people, ...options }
    const app = await doors(parts)
    await app.listen({ port: 0, host: '127.0.0.1' })
    const gateway = new Gateway(app)
    this.#t.teardown(() => gateway.close())
    return gateway
  }
}

export class Gateway {
  readonly app: FastifyInstance
  readonly #peers: Peer[] = []

  constructor(app: FastifyInstance) {
    this.app = app
  }

  get address(): string {
    const address = this.app.server.address()
    return typeof address === 'object' && address ? `127.0.0.1:${address.port}` : ''
  }

  async open(session: string, path: string): Promise<Peer> {
    const peer = await Peer.open(`ws://${this.address}${path}`, { 'x-session': session })
    this.#peers.push(peer)
    return peer
  }

  /** `/ws/`, greeted. */
  async client(session: string, hello: object = {}): Promise<Peer> {
    const peer = await this.open(session, '/ws/')
    await peer.ask('hello', { version: 1, ...hello })
    return peer
  }

  /** The status that an upgrade is refused with. */
  refusal(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: unknown }> {
    return new Promise((resolve, reject) => {
      const ws = new WebSocket(`ws://${this.address}${path}`, { headers })
      ws.on('error', () => undefined)
      ws.on('open', () => reject(new Error('it was let in')))
      ws.on('unexpected-response', (_request, response) => {
        response.toArray().then((chunks) => {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) })
        }, reject)
      })
    })
  }

  async metric(name: string): Promise<string> {
    const { payload } = await this.app.inject('/metrics')
    return payload
      .split('\n')
      .filter((line) => line.startsWith(name))
      .join('\n')
  }

  async close(): Promise<void> {
    for (const peer of this.#peers) peer.close()
    await this.app.close()
  }
}
