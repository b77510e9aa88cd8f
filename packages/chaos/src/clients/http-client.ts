import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '@parley/contracts'
import { type PlainMessage, plainSeen, seenOf } from './seen.ts'
import { sessionHeaders, type Talk } from './setting.ts'
import { TryingClient } from './trying-client.ts'

const withinMs = 5_000
const pauseMs = 400

interface Message {
  id: string
  talk: Talk
  text: string
  isDouble: boolean
}

/** A person without scripts, or a script without sockets: one request after the other, repeated until it is answered. */
export class HttpClient extends TryingClient {
  readonly #queue: Message[] = []
  #written = 0

  override get pending(): number {
    return this.#queue.length
  }

  override act(isDouble = false): void {
    const { random, talks, recorder } = this.setting
    if (!this.isWanted || this.#queue.length >= 5) return
    const talk = random.pick(talks)
    if (!isDouble && random.chance(0.25)) {
      void this.#read(talk).catch(() => undefined)
      return
    }
    const message = { id: randomUUID(), talk, text: `${this.name} ${++this.#written}`, isDouble }
    const { id, text } = message
    recorder.record({
      type: 'submitted',
      client: this.name,
      person: this.person,
      conversation: talk.conversation,
      message: id,
      text,
      ordered: true,
    })
    this.#queue.push(message)
  }

  override async doubleClick(): Promise<void> {
    this.act(true)
  }

  protected override async run(): Promise<void> {
    while (this.isWanted) {
      const [message] = this.#queue
      const isDone = message !== undefined && (await this.#send(message))
      if (isDone) this.#queue.shift()
      else await sleep(message ? pauseMs : 50)
    }
  }

  async #send(message: Message): Promise<boolean> {
    const tries = message.isDouble ? [0, 1] : [0]
    const done = await Promise.all(tries.map(() => this.#try(message).catch(() => false)))
    return done.includes(true)
  }

  /** Whether the message's fate is known now. */
  async #try({ id, talk, text }: Message): Promise<boolean> {
    const { recorder, me } = this.setting
    const response = await fetch(`${this.nextDoor()}/messages/send/${talk.peer.username}/`, {
      method: 'POST',
      headers: {
        ...sessionHeaders(me.browser),
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ message: text, client_id: id }),
      signal: AbortSignal.timeout(withinMs),
      redirect: 'error',
    })
    if (response.ok) {
      const { entry } = (await response.json()) as { entry: Entry }
      recorder.record({
        type: 'acknowledged',
        client: this.name,
        message: id,
        n: entry.n,
        seq: entry.seq,
      })
      this.#shown(seenOf(entry), 'live')
      return true
    }
    const { error } = (await response.json()) as { error: { code: string } }
    if (response.status >= 500 || response.status === 429) return false
    recorder.record({ type: 'refused', client: this.name, message: id, code: error.code })
    return true
  }

  /** Looks at the newest page, which reads it. */
  async #read({ conversation, peer }: Talk): Promise<void> {
    const { me, recorder } = this.setting
    const own = { client: this.name, person: this.person, conversation }
    // Which entries it will be is not known before; what was asked may count even if the answer is lost.
    recorder.record({ type: 'reading', ...own, seq: Number.MAX_SAFE_INTEGER })
    const response = await fetch(`${this.nextDoor()}/messages/history/${peer.username}/?limit=50`, {
      headers: { ...sessionHeaders(me.browser), accept: 'application/json' },
      signal: AbortSignal.timeout(withinMs),
      redirect: 'error',
    })
    if (!response.ok) return
    const { messages } = (await response.json()) as { messages: PlainMessage[] }
    const idOf = (username: string) => (username === me.username ? me.id : peer.id)
    for (const message of messages) this.#shown(plainSeen(message, conversation, idOf), 'history')
  }

  #shown(entry: ReturnType<typeof seenOf>, how: 'live' | 'history'): void {
    const own = { client: this.name, person: this.person, socket: `${this.name}#http`, session: '' }
    this.setting.recorder.record({ type: 'shown', ...own, how, entry })
  }
}
