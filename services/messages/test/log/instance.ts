import type { Bus } from '@parley/bus'
import { BusUnavailable } from '@parley/bus'
import { headsSubject } from '@parley/contracts'
import { noFigures } from '../../src/figures.ts'
import { InstanceNews } from '../../src/heads/instance-news.ts'
import { MessageLog } from '../../src/log/message-log.ts'
import { Groups } from '../../src/groups/groups.ts'
import { LiveTeller } from '../../src/live-teller.ts'
import { twoOf } from '../../src/members.ts'
import { breakingStore, offered, type Step } from './breaking-store.ts'
import type { World } from './world.ts'

/** One process of the service in a world that breaks it. */
export class Instance {
  readonly name: string
  readonly log: MessageLog
  readonly #world: World
  readonly #listeners = new Set<(connected: boolean) => void>()
  isAlive = true
  isPaused = false
  connected = true
  onHeads: (payload: unknown) => void = () => {}

  constructor(world: World, name: string) {
    this.name = name
    this.#world = world
    const offer = (step: Step) => world.offer(this, step)
    const store = breakingStore(world.store, offer)
    const isConnected = () => this.connected
    const bus = this.#bus(offer)
    const groups = new Groups(store)
    let made = 0
    this.log = new MessageLog({
      store,
      bus,
      groups,
      live: new LiveTeller({ bus, groups, onError: () => {} }),
      news: new InstanceNews({ bus, instance: name }),
      onNews: () => {},
      onNewsLost: () => {},
      clock: world.time.clockOf(this, world.random.below(4_000) - 2_000),
      figures: noFigures,
      makeId: () => `${name}x${(made += 1)}`,
      onError: () => {},
      async tellEntries({ entries }) {
        const all = async () => {
          if (!isConnected()) throw new BusUnavailable('not connected')
          for (const { conversation, seq } of entries) world.told.add(`${conversation} ${seq}`)
        }
        await offered(offer, 'tellEntries', { all, first: async () => {}, rest: all })
      },
      onRead: (conversation, pointer) =>
        store.move({ heads: [], pointers: [{ conversation, members: twoOf(conversation), ...pointer }] }),
    })
  }

  setConnected(connected: boolean): void {
    if (this.connected === connected) return
    this.connected = connected
    for (const listener of this.#listeners) listener(connected)
  }

  #bus(offer: (step: Step) => void): Bus {
    const never = () => Promise.reject(new Error('not of this test'))
    const isConnected = () => this.connected
    return {
      publish: (subject, payload) => {
        if (this.connected && this.isAlive) this.#world.published(this, subject, payload)
      },
      subscribe: async (subject, handler) => {
        if (subject === headsSubject) this.onHeads = (payload) => handler(payload, subject)
        return { close: async () => {} }
      },
      flush: async () => {
        const all = async () => {}
        if (!isConnected()) throw new BusUnavailable('not connected')
        await offered(offer, 'flush', { all, first: all, rest: all })
      },
      onConnection: (listener) => {
        this.#listeners.add(listener)
        return () => this.#listeners.delete(listener)
      },
      get connected() {
        return isConnected()
      },
      request: never,
      respond: never,
      publishDurable: never,
      consume: never,
      close: async () => {},
    }
  }
}
