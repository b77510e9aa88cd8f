import { directConversation } from '@parley/contracts'
import t from 'tap'
import { systemClock } from '../../src/clock.ts'
import { Groups } from '../../src/groups/groups.ts'
import { Conversations } from '../../src/heads/conversations.ts'
import { Overlay } from '../../src/heads/overlay.ts'
import { Standings } from '../../src/unread/standings.ts'
import { MemoryStore } from '../log/memory-store.ts'

const head = (n: number) => ({ seq: n, n, at: n })
const withPeers = (count: number) =>
  Array.from({ length: count }, (_, i) => directConversation('ann', `p${i + 1}`))

/** A store that says how often it was asked who is behind in what. */
class AskedStore extends MemoryStore {
  asks = 0
  override async behind(user: string, limit: number) {
    this.asks += 1
    return await super.behind(user, limit)
  }
}

async function begin(peers: number, isFollowed = () => true) {
  const store = new AskedStore()
  const groups = new Groups(store)
  const overlay = new Overlay(systemClock, groups)
  const ids = withPeers(peers)
  const members = (conversation: string) => conversation.split('_').slice(1)
  await store.move({
    heads: ids.map((conversation) => ({ conversation, members: members(conversation), head: head(1) })),
    pointers: [],
  })
  const conversations = new Conversations({ store, overlay })
  const standings = new Standings({ conversations, groups, clock: systemClock, isFollowed })
  const behind = async () => (await standings.behind('ann')).map(({ conversation }) => conversation)
  return { store, ids, standings, behind }
}

t.test('what was read is followed by news', async (t) => {
  const { store, ids, standings, behind } = await begin(3)
  const [first = ''] = ids
  t.equal((await behind()).length, 3)
  const pointer = { user: 'ann', readSeq: 1, readN: 1, deliveredSeq: 1 }
  standings.learn({ heads: [], pointers: [{ conversation: first, pointer }] })
  t.notOk((await behind()).includes(first), 'what was read is not unread')
  standings.learn({
    heads: [{ conversation: first, head: head(2), reads: [], messages: [] }],
    pointers: [],
  })
  t.equal((await behind())[0], first, 'what came is unread, and the newest')
  t.equal(store.asks, 1)
  standings.forget()
  await behind()
  t.equal(store.asks, 2, 'after a loss it is read anew')
})

t.test(
  'while nobody is heard, and for who is behind in very much, the store is asked each time',
  async (t) => {
    const deaf = await begin(2, () => false)
    const many = await begin(301)
    for (const { store, ids, behind } of [deaf, many]) {
      for (let times = 1; times <= 3; times++) {
        t.equal((await behind()).length, ids.length)
        t.equal(store.asks, times)
      }
    }
  },
)
