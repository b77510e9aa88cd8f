import { fetchHttp, ParleyClient } from '@parley/client'
import { ParleyError } from '@parley/contracts/parley-error'
import { RecordedWire } from './recorded-wire.ts'
import { type Client, type Setting, sessionHeaders } from './setting.ts'

/** Somebody who is in none of the conversations, and asks for them all the same. */
export class Outsider implements Client {
  readonly name: string
  readonly person: string
  readonly pending = 0
  readonly isPresent = true
  readonly #setting: Setting
  readonly #wire: RecordedWire
  readonly #client: ParleyClient
  #door = 0

  constructor(setting: Setting) {
    this.#setting = setting
    this.name = setting.name
    this.person = setting.me.id
    const { doors, recorder } = setting
    const nextDoor = () => doors[this.#door++ % doors.length] ?? ''
    const headers = () => sessionHeaders(setting.me.browser)
    const own = { client: this.name, person: this.person, session: () => '' }
    this.#wire = new RecordedWire({ ...own, door: nextDoor, headers, recorder })
    this.#client = new ParleyClient({
      openWire: this.#wire.open,
      http: fetchHttp({ baseUrl: doors[0] ?? '', headers }),
      timing: { firstPauseMs: 100, longestPauseMs: 1_000, pingAfterMs: 3_000, pingDeadlineMs: 2_000 },
    })
  }

  async start(): Promise<void> {
    const own = { client: this.name, person: this.person }
    this.#client.on('unread', ({ count }) =>
      this.#setting.recorder.record({ type: 'unread told', ...own, count }),
    )
    await this.#client.connect()
  }

  act(): void {
    const { conversation } = this.#setting.random.pick(this.#setting.talks)
    if (this.#client.state === 'online') void this.#probe(conversation)
  }

  vanish(): void {
    this.#wire.break()
  }

  async comeBack(): Promise<void> {}

  changeDoor(): void {
    this.#wire.break()
  }

  async doubleClick(): Promise<void> {}

  close(): void {
    this.#client.close()
  }

  /** One of all that one can do with a conversation. */
  async #ask(conversation: string): Promise<unknown> {
    const client = this.#client
    return await this.#setting.random.pick([
      () => client.history(conversation),
      () => client.versions(conversation, 1),
      () => client.edit(conversation, 1, 'not theirs to edit'),
      () => client.remove(conversation, 1),
    ])()
  }

  async #probe(conversation: string): Promise<void> {
    const probed = { type: 'probed', person: this.person, conversation } as const
    const { recorder } = this.#setting
    // Nobody may hear of it: what is told of a conversation has to come from its own.
    this.#client.tellTyping(conversation, true)
    try {
      await this.#ask(conversation)
      recorder.record(probed)
    } catch (error) {
      recorder.record({ ...probed, code: error instanceof ParleyError ? error.code : 'no answer' })
    }
  }
}
