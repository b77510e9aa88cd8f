import { directConversation } from '@parley/contracts'
import t from 'tap'
import { systemClock } from '../../src/clock.ts'
import { Groups } from '../../src/groups/groups.ts'
import { Conversations } from '../../src/heads/conversations.ts'
import { Overlay } from '../../src/heads/overlay.ts'
import { MemoryStore } from '../log/memory-store.ts'

t.test('pages have every conversation once, also while the newest are not stored yet', async (t) => {
  const store = new MemoryStore()
  const overlay = new Overlay(systemClock, new Groups(store))
  const ids = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((other) => directConversation('ann', other))
  const head = (seq: number, at: number) => ({ seq, n: seq, at })
  await store.move({
    heads: ids.map((conversation, i) => ({
      conversation,
      members: conversation.split('_').slice(1),
      head: head(1, i + 1),
    })),
    pointers: [],
  })
  const [one = '', two = '', second = '', first = '', five = '', six = ''] = ids
  overlay.learn([
    { conversation: second, head: head(2, 10), reads: [], messages: [] },
    { conversation: first, head: head(2, 11), reads: [], messages: [] },
  ])
  const conversations = new Conversations({ store, overlay })
  for (const limit of [1, 2, 3, 5, 6, 9]) {
    const found: string[] = []
    let before: number | undefined
    for (let pages = 0; pages < 9; pages++) {
      const page = await conversations.listed('ann', { before, limit, place: 'all' })
      found.push(...page.conversations.map(({ conversation }) => conversation))
      before = page.conversations.at(-1)?.head.at
      if (!page.more) break
    }
    t.strictSame(found, [first, second, six, five, two, one], `${limit} at a time`)
  }
})

/** A store whose answers take their time: what they say was so when they were asked. */
class SlowStore extends MemoryStore {
  readonly #answers: (() => void)[] = []

  override async find(ids: string[]) {
    const found = await super.find(ids)
    await new Promise<void>((resolve) => this.#answers.push(resolve))
    return found
  }

  answer(): void {
    for (const answer of this.#answers.splice(0)) answer()
  }
}

t.test('a head that is stored while an older answer is on its way is not missed in both', async (t) => {
  const store = new SlowStore()
  const overlay = new Overlay(systemClock, new Groups(store))
  const conversations = new Conversations({ store, overlay })
  const conversation = directConversation('ann', 'bob')
  const head = (n: number) => ({ seq: n, n, at: n })
  const move = (n: number) =>
    store.move({ heads: [{ conversation, members: ['ann', 'bob'], head: head(n) }], pointers: [] })
  await move(1)
  const read = { user: 'ann', readSeq: 1, readN: 1, deliveredSeq: 1 }
  overlay.learn([{ conversation, head: head(2), reads: [read], messages: [] }])

  const asked = conversations.one(conversation)
  await new Promise((resolve) => setImmediate(resolve))
  await move(2)
  overlay.stored(conversation, 2)
  store.answer()
  const found = await asked
  t.equal(found.head.n, 2)
  t.strictSame(
    found.pointers.find(({ user }) => user === 'ann'),
    read,
  )
})
