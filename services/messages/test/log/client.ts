import type { Entry } from '@parley/contracts'
import type { Draft, Result } from '../../src/log/job.ts'
import type { World } from './world.ts'

const patienceMs = 6_000

export type Sent = Pick<Draft, 'by' | 'clientId' | 'text' | 'kind' | 'of' | 'intent'>

/**
 * Writes to one conversation in its order, repeats what failed or was not answered, at any process: messages, and edits
 * and deletions of any that are there by then, whoever wrote them.
 */
export class Client {
  readonly conversation: string
  readonly by: string
  readonly messages: readonly Sent[]
  readonly acknowledged: Entry[] = []
  /** What was answered though it should not have been. */
  readonly complaints: string[] = []
  readonly #world: World
  /** Sent again they stay the same. */
  readonly #aimed = new Set<Sent>()

  constructor(world: World, conversation: string, messages: readonly Sent[]) {
    this.#world = world
    this.conversation = conversation
    this.by = messages[0]?.by ?? ''
    this.messages = messages
  }

  /** What somebody has to say to one other. */
  static talk(world: World, by: string, count: number): Sent[] {
    return Array.from({ length: count }, (_, i): Sent => {
      const clientId = `${by}${i}`
      const of = 1 + world.random.below(4)
      const what = i === 0 ? 1 : world.random.below(10) / 10
      if (what < 0.1) return { by, clientId, kind: 'delete', of }
      if (what < 0.2)
        return { by, clientId, kind: world.random.chance(0.6) ? 'react' : 'unreact', of, text: '👍' }
      if (what < 0.25) return { by, clientId, kind: world.random.chance(0.6) ? 'pin' : 'unpin', of }
      if (what < 0.35) return { by, clientId, kind: 'edit', of, text: `${by} edits ${i}` }
      return { by, clientId, text: `${by} says ${i}` }
    })
  }

  get isDone(): boolean {
    return this.acknowledged.length === this.messages.length
  }

  async run(): Promise<void> {
    while (!this.isDone) {
      const from = this.acknowledged.length
      const drafts = this.messages.slice(from, from + 1 + this.#world.random.below(3))
      this.#aim(drafts)
      for (const result of await this.#ask(drafts)) {
        if ('error' in result) break
        this.acknowledged.push(result.entry)
      }
    }
  }

  /** At messages that are known to be there: the first is before anything else of this client. */
  #aim(drafts: Sent[]): void {
    const known = this.acknowledged.at(-1)?.n ?? 1
    for (const draft of drafts) {
      if (draft.of !== undefined && !this.#aimed.has(draft)) draft.of = Math.min(draft.of, known)
      this.#aimed.add(draft)
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
