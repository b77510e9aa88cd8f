import { directConversation, messages, type Unread } from '@parley/contracts'
import type { Test } from 'tap'
import { Random } from '../log/random.ts'
import { people, say, type Service } from './service.ts'

const steps = 150

interface Said {
  by: string
  text: string
}

/** What people wrote to each other and have read, kept as plainly as it can be. */
class Truth {
  readonly #logs = new Map<string, Said[]>()
  readonly #read = new Map<string, number>()

  length(conversation: string): number {
    return this.#logs.get(conversation)?.length ?? 0
  }

  said(conversation: string, by: string, texts: readonly string[]): void {
    const log = this.#logs.get(conversation) ?? []
    this.#logs.set(conversation, [...log, ...texts.map((text) => ({ by, text }))])
  }

  read(conversation: string, user: string, upTo: number): void {
    const key = `${conversation} ${user}`
    this.#read.set(key, Math.max(upTo, this.#read.get(key) ?? 0))
  }

  /** What somebody has not read, by conversation, the oldest first. */
  unread(user: string): string[][] {
    return [...this.#logs]
      .filter(([conversation]) => conversation.split('_').includes(user))
      .map(([conversation, log]) => log.slice(this.#read.get(`${conversation} ${user}`) ?? 0))
      .map((log) => log.filter(({ by }) => by !== user).map(({ text }) => text))
  }
}

/** Unread counts against the truth after each of many sends and readings, with any instance asked. */
export async function unreadSuite(t: Test, service: Service): Promise<void> {
  await t.test('unread is the truth after each of many sends and readings', async (t) => {
    const seed = Date.now() % 1_000_000
    const random = new Random(seed)
    const all = people('ann', 'bob', 'cat', 'dan')
    const truth = new Truth()
    let written = 0
    for (let step = 1; step <= steps; step++) {
      const user = random.pick(all) ?? ''
      const peer = random.pick(all.filter((other) => other !== user)) ?? ''
      const conversation = directConversation(user, peer)
      if (random.chance(0.6) || truth.length(conversation) === 0) {
        const texts = Array.from({ length: 1 + random.below(4) }, () => `text ${(written += 1)}`)
        await say(service, conversation, user, ...texts)
        truth.said(conversation, user, texts)
      } else {
        const seq = 1 + random.below(truth.length(conversation))
        await service.call(messages.markRead, { conversation, seq }, user)
        truth.read(conversation, user, seq)
      }
      const asked = random.pick([user, peer]) ?? user
      // Several at once: each instance of the service, and each more than once.
      const ask = () => service.call(messages.unread, {}, asked)
      for (const told of await Promise.all(Array.from({ length: 1 + random.below(5) }, ask))) {
        const wrong = difference(told, truth.unread(asked))
        if (wrong) return t.fail(`seed ${seed}, step ${step}: ${wrong}`)
      }
    }
    t.pass(`seed ${seed}`)
  })
}

function difference({ count, messages: newest }: Unread, truth: string[][]): string | undefined {
  const wanted = truth.flat().length
  if (count !== wanted) return `${count} unread instead of ${wanted}`
  if (newest.length !== Math.min(5, wanted)) return `${newest.length} of the newest`
  for (const texts of truth) {
    // What came in one millisecond to two conversations has no order, but within each it has.
    const shown = newest.map(({ text }) => text ?? '').filter((text) => texts.includes(text))
    const expected = shown.length > 0 ? texts.slice(-shown.length).toReversed() : []
    if (shown.join() !== expected.join()) return `${shown.join()} shown instead of ${expected.join()}`
  }
  return undefined
}
