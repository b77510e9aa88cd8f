import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserlessPerson } from '@parley/testing'
import { measure } from '../measure.ts'
import { inTurn } from '../people/many-chats.ts'
import { signUp } from '../people/sign-up.ts'
import type { Figure, Measured, Scenario, Work } from '../scenario.ts'
import { Meter } from '../statistics/meter.ts'
import { ClientSocket } from '../traffic/client-socket.ts'
import { wordsFor } from '../traffic/delivery-check.ts'
import { GroupMember } from '../traffic/group-member.ts'

/** As many as a group takes. */
const members = 1_000
const few = 10
const settleWithinMs = 30_000

/** A group of a thousand people, of whom ten are connected, and then all. */
export const group: Scenario = {
  name: 'group',
  summary: `a group of ${members} members, ${few} and all of them connected: each message counts when the last has it`,
  descriptors: () => members,
  async run(work) {
    work.say(`signing up ${members} people`)
    const people = await signUp(work.house.urls, members)
    const { conversation, socket } = await makeGroup(people)
    const opened: GroupMember[] = []
    const figures: Figure[] = []
    const measured: Measured[] = []
    const faults: string[] = []
    for (const connected of [few, members]) {
      work.say(`${connected} of ${members} members are connected`)
      const from = opened.length
      await inTurn(connected - from, async (i) => {
        const person = people[from + i]
        if (person) opened[from + i] = await GroupMember.open(person)
      })
      const talk = new Talk(socket, conversation, opened)
      const window = await talk.measured(work)
      measured.push(window)
      const { perSecond, latency } = window
      figures.push(
        { name: `messages to ${connected} of ${members}`, value: perSecond, unit: '/s' },
        { name: `deliveries to ${connected}`, value: perSecond * connected, unit: '/s', isRate: true },
        { name: `until the last of ${connected} has it, p50`, value: latency.p50, unit: 'ms' },
        { name: `until the last of ${connected} has it, p99`, value: latency.p99, unit: 'ms' },
      )
      faults.push(...talk.faults())
    }
    await Promise.all([socket, ...opened].map((each) => each.close()))
    return { figures, measured, faults }
  },
}

async function makeGroup(people: readonly BrowserlessPerson[]) {
  const ids: string[] = []
  await inTurn(people.length, async (i) => {
    const person = people[i]
    if (!person) return
    const socket = await open(person)
    ids[i] = (await socket.hello()).me.id
    socket.terminate()
  })
  const [owner] = people
  if (!owner) throw new Error('somebody has to make the group')
  const socket = await open(owner)
  await socket.hello()
  const { conversation } = await socket.group('createGroup', {
    clientId: randomUUID(),
    name: 'A thousand people',
    users: ids.slice(1),
  })
  return { conversation, socket }
}

async function open({ url, cookie }: BrowserlessPerson): Promise<ClientSocket> {
  const nothing = () => undefined
  return await ClientSocket.open({ url, cookie, onPush: nothing, onClose: nothing })
}

/** What one member says to all who are connected, so many messages at once under way. */
class Talk {
  readonly #socket: ClientSocket
  readonly #conversation: string
  readonly #members: readonly GroupMember[]
  readonly #meter = new Meter()
  readonly #underWay = new Map<number, { missing: number; sentAt: number }>()
  readonly #failures = new Set<string>()
  #isSending = true

  constructor(socket: ClientSocket, conversation: string, members: readonly GroupMember[]) {
    this.#socket = socket
    this.#conversation = conversation
    this.#members = members
    for (const member of members) member.begin((number) => this.#arrived(number))
  }

  async measured({ house, options }: Work): Promise<Measured> {
    for (let i = 0; i < options.window; i++) this.#send()
    const { seconds } = options
    const window = await measure({
      processes: house.processes(),
      meter: this.#meter,
      seconds,
      unit: 'message',
    })
    this.#isSending = false
    const last = performance.now() + settleWithinMs
    while (this.#underWay.size > 0 && performance.now() < last) await pause(10)
    return window
  }

  faults(): string[] {
    const checks = this.#members.map(({ check }) => check.faults())
    return [...this.#failures, ...wordsFor(`deliveries to ${checks.length}`, checks)]
  }

  #send(): void {
    if (!this.#isSending) return
    const number = Math.max(...this.#members.map(({ check }) => check.sending()))
    this.#underWay.set(number, { missing: this.#members.length, sentAt: performance.now() })
    const text = `${number} is what this message would say if anybody had written it for many.`
    this.#socket.send(this.#conversation, randomUUID(), text).catch((error: unknown) => {
      if (this.#failures.size < 10) this.#failures.add(String(error))
    })
  }

  #arrived(number: number): void {
    const message = this.#underWay.get(number)
    if (!message) return
    message.missing -= 1
    if (message.missing > 0) return
    this.#underWay.delete(number)
    this.#meter.took(performance.now() - message.sentAt)
    this.#send()
  }
}
