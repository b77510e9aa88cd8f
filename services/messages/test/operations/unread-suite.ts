import { randomUUID } from 'node:crypto'
import { directConversation, messages, type Unread } from '@parley/contracts'
import type { Test } from 'tap'
import { Random } from '../log/random.ts'
import { people, say, type Service } from './service.ts'

const steps = 300
/** Longer than all the steps take. */
const muteMs = 1_000_000

interface Said {
  by: string
  /** Undefined: deleted. */
  text: string | undefined
  /** Where it stands in the log. */
  seq: number
}

/** What people wrote to each other and have read, kept as plainly as it can be. */
class Truth {
  readonly #logs = new Map<string, Said[]>()
  readonly #read = new Map<string, number>()
  readonly #ends = new Map<string, number>()
  readonly #mutedUntil = new Map<string, number>()
  /** Milliseconds that have passed. */
  #now = 0

  length(conversation: string): number {
    return this.#ends.get(conversation) ?? 0
  }

  #next(conversation: string): number {
    const seq = this.length(conversation) + 1
    this.#ends.set(conversation, seq)
    return seq
  }

  /** Entries that count for nothing may stand there. */
  reached(seq: number, conversation: string): void {
    this.#ends.set(conversation, seq)
  }

  /** What somebody wrote there and has not deleted, by its number. */
  own(conversation: string, by: string): number[] {
    return (this.#logs.get(conversation) ?? []).flatMap((said, i) =>
      said.by === by && said.text !== undefined ? [i + 1] : [],
    )
  }

  changed(conversation: string, n: number, text: string | undefined): void {
    this.#next(conversation)
    const said = this.#logs.get(conversation)?.[n - 1]
    if (said) said.text = text
  }

  said(conversation: string, by: string, texts: readonly string[]): void {
    const log = this.#logs.get(conversation) ?? []
    this.#logs.set(conversation, [
      ...log,
      ...texts.map((text) => ({ by, text, seq: this.#next(conversation) })),
    ])
  }

  read(conversation: string, user: string, upTo: number): void {
    const key = `${conversation} ${user}`
    this.#read.set(key, Math.max(upTo, this.#read.get(key) ?? 0))
  }

  muted(conversation: string, user: string, forMs: number): void {
    this.#mutedUntil.set(`${conversation} ${user}`, this.#now + forMs)
  }

  passed(ms: number): void {
    this.#now += ms
  }

  /** What somebody has not read of what is not muted, by conversation, the oldest first. */
  unread(user: string): string[][] {
    return [...this.#logs]
      .filter(([conversation]) => conversation.split('_').includes(user))
      .filter(([conversation]) => (this.#mutedUntil.get(`${conversation} ${user}`) ?? 0) <= this.#now)
      .map(([conversation, log]) => {
        const read = this.#read.get(`${conversation} ${user}`) ?? 0
        return log.filter(({ by, seq }) => by !== user && seq > read).flatMap(({ text }) => text ?? [])
      })
  }
}

/** Unread counts against the truth after each of many sends, readings, changes and mutes, with any instance asked. */
export async function unreadSuite(t: Test, service: Service): Promise<void> {
  await t.test('unread is the truth after each of many sends, readings, changes and mutes', async (t) => {
    const seed = Date.now() % 1_000_000
    const random = new Random(seed)
    const all = people('ann', 'bob', 'cat', 'dan')
    const truth = new Truth()
    let written = 0
    for (let step = 1; step <= steps; step++) {
      const user = random.pick(all) ?? ''
      const peer = random.pick(all.filter((other) => other !== user)) ?? ''
      const conversation = directConversation(user, peer)
      const own = random.pick(truth.own(conversation, user))
      const theirs = random.pick(truth.own(conversation, peer))
      if (theirs !== undefined && random.chance(0.2)) {
        const reaction = {
          conversation,
          n: theirs,
          clientId: randomUUID(),
          emoji: random.pick(['👍', '🎉']) ?? '',
        }
        const { emoji: _, ...pinning } = reaction
        if (random.chance(0.3)) await service.call(messages.pin, pinning, user)
        else await service.call(random.chance(0.7) ? messages.react : messages.unreact, reaction, user)
        truth.reached(
          (await service.call(messages.history, { conversation, limit: 1 }, user)).head.seq,
          conversation,
        )
      }
      const isBegun = truth.length(conversation) > 0
      if (isBegun && random.chance(0.2)) {
        const isEnd = random.chance(0.3)
        const mute = isEnd ? 'off' : random.chance(0.5) ? 'always' : muteMs
        // Whatever else is arranged counts for nothing.
        const more = { archived: random.chance(0.3), unread: random.chance(0.3) }
        await service.call(messages.arrange, { conversation, mute, ...more }, user)
        truth.muted(conversation, user, isEnd ? 0 : mute === 'always' ? Infinity : muteMs)
      } else if (random.chance(0.05)) {
        service.passTime(muteMs)
        truth.passed(muteMs)
      } else if (own !== undefined && random.chance(0.25)) {
        const change = { conversation, n: own, clientId: randomUUID() }
        const text = random.chance(0.5) ? `text ${(written += 1)}` : undefined
        if (text === undefined) await service.call(messages.remove, change, user)
        else await service.call(messages.edit, { ...change, text }, user)
        truth.changed(conversation, own, text)
      } else if (random.chance(0.6) || truth.length(conversation) === 0) {
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
