import type { Frames } from '@parley/testing'
import type { Cast } from './people.ts'
import { complain, type Report } from './report.ts'

const marker = 'between the two of us'

/** Two who talk while the others do what they do: each message has to arrive, and nobody else may see any. */
export class Canary {
  readonly #cast: Cast
  readonly #report: Report
  readonly #sockets: [Frames, Frames]
  readonly #outsider: Frames
  #said = 0

  static async open(cast: Cast, report: Report): Promise<Canary> {
    const [one, other] = cast.talkers
    const sockets = await Promise.all([
      one.open(`/ws/chat/${other.username}/`),
      other.open(`/ws/chat/${one.username}/`),
    ])
    return new Canary(cast, report, sockets, await cast.hostile.open('/ws/notifications/'))
  }

  private constructor(cast: Cast, report: Report, sockets: [Frames, Frames], outsider: Frames) {
    this.#cast = cast
    this.#report = report
    this.#sockets = sockets
    this.#outsider = outsider
  }

  /** One message there and one back. */
  async sing(): Promise<void> {
    const [one, other] = this.#sockets
    for (const [from, to] of [[one, other] as const, [other, one] as const]) {
      const text = `${marker}: ${(this.#said += 1)}`
      from.send({ message: text, client_id: `canary-${this.#said}` })
      await to.next<{ content?: string }>(({ content }) => content === text)
      this.#report.canaries += 1
    }
  }

  /** Looks at all that was said, and at what the outsider got. */
  async end(): Promise<void> {
    const [one, other] = this.#cast.talkers
    const answer = await one.get(`/messages/history/${other.username}/?peek=1`)
    const { messages } = answer.json<{ messages: { content: string }[] }>()
    const wanted = Array.from({ length: this.#said }, (_, i) => `${marker}: ${i + 1}`).slice(-200)
    if (messages.map(({ content }) => content).join('\n') !== wanted.join('\n'))
      complain(this.#report, 'the log of the two who talked is not what they said')
    if (JSON.stringify(this.#outsider.all).includes(marker))
      complain(this.#report, 'an outsider was shown what the two said')
    for (const socket of [...this.#sockets, this.#outsider]) socket.socket.terminate()
  }
}
