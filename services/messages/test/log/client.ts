import type { Entry } from '@parley/contracts'
import type { Result } from '../../src/log/job.ts'
import type { World } from './world.ts'

const patienceMs = 6_000

interface Sent {
  by: string
  clientId: string
  text: string
}

/** Sends its messages to one conversation in their order, repeats what failed or was not answered, at any process. */
export class Client {
  readonly conversation: string
  readonly by: string
  readonly messages: Sent[]
  readonly acknowledged: Entry[] = []
  /** What was answered though it should not have been. */
  readonly complaints: string[] = []
  readonly #world: World

  constructor(world: World, conversation: string, by: string, count: number) {
    this.#world = world
    this.conversation = conversation
    this.by = by
    this.messages = Array.from({ length: count }, (_, i) => ({
      by,
      clientId: `${by}${i}`,
      text: `${by} says ${i}`,
    }))
  }

  get isDone(): boolean {
    return this.acknowledged.length === this.messages.length
  }

  async run(): Promise<void> {
    while (!this.isDone) {
      const from = this.acknowledged.length
      const drafts = this.messages.slice(from, from + 1 + this.#world.random.below(3))
      for (const result of await this.#ask(drafts)) {
        if ('error' in result) break
        this.acknowledged.push(result.entry)
      }
    }
  }

  async #ask(drafts: Sent[]): Promise<Result[]> {
    const { time, random } = this.#world
    const clock = time.clockOf(this)
    const instance = this.#world.anyInstance()
    if (!instance) return await new Promise((resolve) => void clock.after(500, () => resolve([])))
    const seen = random.chance(0.5) ? this.acknowledged.at(-1)?.seq : undefined
    return await new Promise((resolve) => {
      const cancel = clock.after(patienceMs, () => resolve([]))
      const answer = (results: Result[]) => {
        cancel()
        // A process that is dead or stands still says nothing.
        if (!instance.isAlive || instance.isPaused) return resolve([])
        for (const result of results)
          if ('entry' in result) this.#checkHead(instance.log.overlay, result.entry)
        if (results.some((result) => 'error' in result)) clock.after(100, () => resolve(results))
        else resolve(results)
      }
      instance.log.write({ conversation: this.conversation, drafts, seen }).then(answer, () => {
        clock.after(200, () => answer([]))
      })
    })
  }

  /** Whoever asks the process that answered finds at least this entry. */
  #checkHead(overlay: { over: World['instances'][number]['log']['overlay']['over'] }, entry: Entry): void {
    void this.#world.store.find([this.conversation]).then((found) => {
      const stored = found.get(this.conversation) ?? {
        conversation: this.conversation,
        head: { seq: 0, n: 0, at: 0 },
        pointers: [],
      }
      if (overlay.over(stored).head.seq < entry.seq) this.complaints.push(`the head is behind ${entry.seq}`)
    })
  }
}
