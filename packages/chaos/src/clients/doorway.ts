import { randomUUID } from 'node:crypto'
import { ParleyClient, type Timing } from '@parley/client'
import { nodeWire } from '@parley/client/node'
import { ParleyError } from '@parley/contracts/parley-error'
import type { GroupEntry, Recorder } from '../history.ts'
import type { Random } from '../random.ts'
import { type Client, type Member, sessionHeaders } from './setting.ts'

const timing: Partial<Timing> = {
  requestMs: 5_000,
  pingAfterMs: 3_000,
  pingDeadlineMs: 2_000,
  firstPauseMs: 100,
  longestPauseMs: 1_000,
}
const retryMs = 300
const finishWithinMs = 60_000
const catchUpWithinMs = 5_000

export interface DoorwayParts {
  /** Owns the group, talks in it, and lets the guest in and out. */
  owner: Member
  guest: Member
  doors: readonly string[]
  recorder: Recorder
  random: Random
}

/** A group whose owner lets somebody in and out while both are connected: what the guest is shown is taken down. */
export class Doorway implements Client {
  readonly name = 'doorway'
  readonly person: string
  readonly isPresent = true
  readonly #parts: DoorwayParts
  readonly #owner: ParleyClient
  readonly #guest: ParleyClient
  #conversation = ''
  #isIn = true
  #said = 0
  /** As its owner is given it. */
  readonly #log: GroupEntry[] = []
  /** What is under way: one thing after the other. */
  #doing: Promise<void> | undefined

  constructor(parts: DoorwayParts) {
    this.#parts = parts
    this.person = parts.owner.id
    this.#owner = clientOf(parts.owner, parts.doors)
    this.#guest = clientOf(parts.guest, parts.doors)
  }

  get pending(): number {
    return this.#doing ? 1 : 0
  }

  get conversation(): string {
    return this.#conversation
  }

  async start(): Promise<void> {
    const { recorder, guest } = this.#parts
    // Neither of them is in any other conversation.
    this.#guest.on('entry', ({ conversation, seq, text = '' }) =>
      recorder.record({ type: 'glimpsed', conversation, seq, text }),
    )
    this.#owner.on('entry', ({ seq, kind, text = '', group }) => {
      const members = (group?.members ?? []).map(({ user, role }) => ({ user, isIn: role !== null }))
      this.#log.push({ seq, kind, text, members })
    })
    await Promise.all([this.#owner.connect(), this.#guest.connect()])
    const input = { clientId: randomUUID(), name: 'Doorway', users: [guest.id] }
    const { conversation } = await until(() => this.#owner.group('createGroup', input))
    this.#conversation = conversation
    recorder.record({ type: 'doorway', conversation, owner: this.person, guest: guest.id })
    this.#owner.follow(conversation, 0)
    this.#guest.follow(conversation, 0)
  }

  act(): void {
    if (this.#doing || !this.#conversation) return
    const doing = this.#parts.random.chance(0.35) ? this.#passTheDoor() : this.#say()
    this.#doing = doing.finally(() => {
      this.#doing = undefined
    })
  }

  vanish(): void {}
  async comeBack(): Promise<void> {}
  changeDoor(): void {}
  async doubleClick(): Promise<void> {}

  /** Lets the guest in, and takes down the group's log. */
  async finish(): Promise<void> {
    const { recorder } = this.#parts
    await this.#doing
    if (!this.#isIn) await this.#passTheDoor()
    const { head } = await until(() => this.#owner.history(this.#conversation, { limit: 1 }))
    const hasAll = (client: ParleyClient) => (client.position(this.#conversation) ?? 0) >= head.seq
    const end = performance.now() + catchUpWithinMs
    while (!(hasAll(this.#owner) && hasAll(this.#guest)) && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 50))
    recorder.record({ type: 'doorway log', conversation: this.#conversation, entries: this.#log })
  }

  close(): void {
    this.#owner.close()
    this.#guest.close()
  }

  async #say(): Promise<void> {
    const text = `owner ${++this.#said}`
    await this.#owner.send({ conversation: this.#conversation }, text)
  }

  async #passTheDoor(): Promise<void> {
    const { recorder, guest } = this.#parts
    const conversation = this.#conversation
    const clientId = randomUUID()
    if (this.#isIn) {
      await until(() => this.#owner.group('removeMember', { conversation, clientId, user: guest.id }))
      recorder.record({ type: 'shut out', conversation })
    } else {
      recorder.record({ type: 'letting in', conversation })
      await until(() => this.#owner.group('addMembers', { conversation, clientId, users: [guest.id] }))
    }
    this.#isIn = !this.#isIn
  }
}

function clientOf({ browser }: Member, doors: readonly string[]): ParleyClient {
  let tries = 0
  const nextUrl = () => new URL('/ws/', doors[tries++ % doors.length]?.replace(/^http/, 'ws')).href
  return new ParleyClient({
    openWire: (events) => nodeWire(nextUrl(), () => sessionHeaders(browser))(events),
    timing,
  })
}

/** Asks again until there is an answer, as whoever wants something does. */
async function until<T>(ask: () => Promise<T>): Promise<T> {
  const end = performance.now() + finishWithinMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const isFinal = error instanceof ParleyError && !['UNAVAILABLE', 'RATE_LIMITED'].includes(error.code)
      if (isFinal || performance.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}
