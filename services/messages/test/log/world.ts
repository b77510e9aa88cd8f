import { type GroupTold, groupsSubject, headsSubject, type LiveEvent } from '@parley/contracts'
import type { Store } from '../../src/store/store.ts'
import type { Step } from './breaking-store.ts'
import { Client } from './client.ts'
import { Instance } from './instance.ts'
import type { Random } from './random.ts'
import { team, teamOf } from './team.ts'
import { VirtualTime } from './virtual-clock.ts'

const maxInstances = 3
const maxSteps = 20_000

/** Several processes over one store, their clients, and everything that can go wrong, in an order that a seed decides. */
export class World {
  readonly store: Store
  readonly random: Random
  readonly time = new VirtualTime()
  readonly told = new Set<string>()
  /** Which entries were on their way to whose sockets. */
  readonly shown = new Map<string, Set<string>>()
  readonly clients: Client[]
  readonly counts = { crashes: 0, pauses: 0, lateWrites: 0, unclear: 0, lostConnections: 0 }
  instances: Instance[] = []
  #pending: { instance: Instance; step: Step }[] = []
  #late: (() => Promise<void>)[] = []
  #made = 0
  #faults = 0
  /** How much faster time goes than what is asked of the store. */
  readonly #haste: number

  constructor(store: Store, random: Random) {
    this.store = store
    this.random = random
    this.#haste = random.pick([0.02, 0.1, 0.5]) ?? 0
    const conversations = ['d_ann_bob', 'd_ann_cat', 'd_bob_cat'].slice(0, 1 + random.below(3))
    this.clients = conversations.flatMap((conversation) => {
      const [, one = '', other = ''] = conversation.split('_')
      return [one, other].map(
        (by) => new Client(this, conversation, Client.talk(this, by, 2 + random.below(5))),
      )
    })
    if (random.chance(0.5)) this.clients.push(...teamOf(random).map((sent) => new Client(this, team, sent)))
  }

  /** Runs everything with at most `faults` faults, then without, until nothing is left to do. */
  async run(faults: number): Promise<void> {
    this.#faults = faults
    this.#start()
    if (this.random.chance(0.7)) this.#start()
    for (const client of this.clients) void client.run()
    for (let steps = 0; this.clients.some((client) => !client.isDone); steps++) {
      if (steps > maxSteps) throw new Error('the clients do not come to an end')
      if (steps > 1_500) this.#faults = 0
      await this.#step()
    }
    await this.#calmDown()
  }

  /** A process that can be asked now. */
  anyInstance(): Instance | undefined {
    return this.random.pick(this.instances.filter(({ isAlive }) => isAlive))
  }

  offer(instance: Instance, step: Step): void {
    if (instance.isAlive) this.#pending.push({ instance, step })
  }

  published(from: Instance, subject: string, payload: unknown): void {
    if (subject === groupsSubject) {
      for (const { users, events } of payload as GroupTold[])
        for (const user of users) this.#show(user, events)
      return
    }
    if (subject !== headsSubject) {
      this.#show(subject.split('.').at(-1) ?? '', payload as LiveEvent[])
      return
    }
    for (const instance of this.instances) {
      if (instance !== from && instance.isAlive && instance.connected) instance.onHeads(payload)
    }
  }

  #show(user: string, events: readonly LiveEvent[]): void {
    const shown = this.shown.get(user) ?? new Set()
    this.shown.set(user, shown)
    for (const event of events) {
      if (event.type === 'entry' && event.entry.kind !== 'void')
        shown.add(`${event.entry.conversation} ${event.entry.seq}`)
    }
  }

  async #step(): Promise<void> {
    if (this.#faults > 0 && this.random.chance(0.04)) await this.#breakSomething()
    const alive = this.instances.filter(({ isAlive }) => isAlive)
    if (alive.length === 0 || (alive.length < maxInstances && this.random.chance(0.01))) this.#start()
    for (const instance of alive) if (instance.isPaused && this.random.chance(0.01)) instance.isPaused = false
    if (this.#late.length > 0 && this.random.chance(0.1)) await this.#arriveLate()
    const ready = this.#pending.filter(({ instance }) => !instance.isPaused)
    if (ready.length === 0 || this.random.chance(this.#haste)) {
      this.time.advance((owner) => !(owner instanceof Instance) || !owner.isPaused)
    } else {
      const chosen = this.random.pick(ready)
      if (chosen) await this.#decide(chosen)
    }
    await settled()
  }

  async #decide(chosen: { instance: Instance; step: Step }): Promise<void> {
    this.#pending.splice(this.#pending.indexOf(chosen), 1)
    const { step } = chosen
    if (this.#faults === 0 || !this.random.chance(0.06)) return await step.succeed()
    this.#faults -= 1
    this.counts.unclear += 1
    const what = this.random.below(3)
    if (what === 0) step.fail()
    else if (what === 1) await step.succeedUnclearly()
    else this.#late.push(await step.linger())
  }

  async #breakSomething(): Promise<void> {
    this.#faults -= 1
    const instance = this.anyInstance()
    if (!instance) return
    const what = this.random.below(4)
    if (what === 0) await this.#crash(instance)
    else if (what === 1) {
      instance.isPaused = true
      this.counts.pauses += 1
    } else if (what === 2) {
      instance.setConnected(false)
      this.counts.lostConnections += 1
    } else for (const each of this.instances) each.setConnected(true)
  }

  /** What the process had asked for is done, or not, or later; its answers reach nobody. */
  async #crash(instance: Instance): Promise<void> {
    this.counts.crashes += 1
    instance.isAlive = false
    this.time.drop(instance)
    const own = this.#pending.filter((each) => each.instance === instance)
    this.#pending = this.#pending.filter((each) => each.instance !== instance)
    for (const { step } of own) {
      const what = this.random.below(3)
      if (what === 1) await step.succeedUnclearly()
      if (what === 2) this.#late.push(await step.linger())
    }
  }

  async #arriveLate(): Promise<void> {
    this.counts.lateWrites += 1
    const [act] = this.#late.splice(this.random.below(this.#late.length), 1)
    await act?.()
  }

  /** Everything still late arrives somewhere on the way; all connections are back; nobody stands still. */
  async #calmDown(): Promise<void> {
    this.#faults = 0
    const alive = this.instances.filter(({ isAlive }) => isAlive)
    if (alive.length === 0) this.#start()
    for (const instance of this.instances) {
      instance.isPaused = false
      instance.setConnected(true)
    }
    const end = this.time.nowMs + 12_000
    for (let steps = 0; this.time.nowMs < end || this.#late.length > 0; steps++) {
      if (steps > maxSteps) throw new Error('the world does not calm down')
      if (this.#late.length > 0 && this.random.chance(0.1)) await this.#arriveLate()
      for (const { step } of this.#pending.splice(0)) await step.succeed()
      await settled()
      if (this.#pending.length === 0) this.time.advance(() => true)
    }
  }

  #start(): void {
    const instance = new Instance(this, `i${(this.#made += 1)}`)
    this.instances.push(instance)
    void instance.log.start()
  }
}

/** Everything that can go on without the world has gone on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
