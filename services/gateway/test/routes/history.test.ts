import { directConversation } from '@parley/contracts'
import t from 'tap'
import { type Front, front } from '../front.ts'

interface Body {
  messages: {
    id: number
    sender: string
    recipient: string
    content: string
    created_at: string
    is_read: boolean
  }[]
  before: number | null
}

async function annAndBob(t: Parameters<typeof front>[0]) {
  const house = await front(t)
  const [ann, bob] = [house.add('ann', 'Ann'), house.add('bob', 'Bob')]
  const conversation = directConversation(ann.id, bob.id)
  const write = (by: typeof ann, text: string) =>
    house.owners.messages.write(conversation, by.id, text, crypto.randomUUID())
  return { house, ann, bob, conversation, write }
}

const read = (house: Front, conversation: string, user: string): number =>
  house.owners.messages.pointer(conversation, user).readSeq

t.test('the last 200, the oldest first, and pages by before and after', async (t) => {
  const { house, ann, bob, write } = await annAndBob(t)
  for (let i = 1; i <= 205; i += 1) await write(i % 2 ? ann : bob, `message ${i}`)
  const browser = await house.loggedIn('ann')
  const ask = async (query: string): Promise<Body> =>
    (await browser.json(`/messages/history/bob/?peek=1&${query}`)).json()

  const last = await ask('')
  t.equal(last.messages.length, 200)
  t.equal(last.before, 6)
  const [first] = last.messages
  t.match(first, { id: 6, sender: 'bob', recipient: 'ann', content: 'message 6', is_read: false })
  t.equal(new Date(first?.created_at ?? '').toISOString(), first?.created_at)

  const oldest = await ask('before=6')
  t.strictSame(
    oldest.messages.map(({ id }) => id),
    [1, 2, 3, 4, 5],
  )
  t.equal(oldest.before, null)
  const after = await ask('after=100&limit=2')
  t.strictSame(
    after.messages.map(({ id }) => id),
    [101, 102],
  )
  const none = await ask('before=1')
  t.strictSame(none, { messages: [], before: null })

  for (const query of [
    'limit=0',
    'limit=201',
    'limit=x',
    'before=-1',
    'after=1.5',
    'before=1e9',
    'before=5&after=2',
  ]) {
    const refused = await browser.json(`/messages/history/bob/?${query}`)
    t.equal(refused.statusCode, 422, query)
    t.ok(['limit', 'before', 'after'].includes(refused.json().error.field))
  }
})

t.test('it reads up to the newest that it returns, unless one only peeks', async (t) => {
  const { house, ann, bob, conversation, write } = await annAndBob(t)
  for (const text of ['one', 'two', 'three']) await write(bob, text)
  const browser = await house.loggedIn('ann')

  const peeked: Body = (await browser.json('/messages/history/bob/?peek=1')).json()
  t.strictSame(
    peeked.messages.map(({ is_read }) => is_read),
    [false, false, false],
  )
  t.equal(read(house, conversation, ann.id), 0)

  await browser.json('/messages/history/bob/?after=0&limit=2')
  t.equal(read(house, conversation, ann.id), 2)
  t.equal((await browser.json('/messages/unread/')).json().count, 1)

  const all: Body = (await browser.json('/messages/history/bob/')).json()
  t.strictSame(
    all.messages.map(({ is_read }) => is_read),
    [true, true, true],
  )
  t.equal(read(house, conversation, ann.id), 3)
  await browser.json('/messages/history/bob/?before=2')
  t.equal(read(house, conversation, ann.id), 3, 'never back')
  t.equal(read(house, conversation, bob.id), 0)
})

t.test('is_read is about the recipient', async (t) => {
  const { house, ann, bob, write } = await annAndBob(t)
  await write(ann, 'from ann')
  const [annHere, bobHere] = [await house.loggedIn('ann'), await house.loggedIn('bob')]
  const isRead = async (): Promise<boolean | undefined> =>
    (await annHere.json('/messages/history/bob/')).json<Body>().messages[0]?.is_read
  t.equal(await isRead(), false)
  await bobHere.json('/messages/history/ann/')
  t.equal(await isRead(), true)
  t.ok(bob)
})

t.test('a conversation of others is nobody’s', async (t) => {
  const { house, bob, write } = await annAndBob(t)
  await write(bob, 'between ann and bob')
  house.add('eve')
  const eve = await house.loggedIn('eve')
  t.strictSame((await eve.json('/messages/history/bob/')).json(), { messages: [], before: null })
  t.strictSame((await eve.json('/messages/history/ann/')).json(), { messages: [], before: null })
  t.strictSame((await eve.json('/messages/unread/')).json(), { count: 0, messages: [] })
})

t.test('unread: the count, and the newest five with 120 characters of each', async (t) => {
  const { house, bob, write } = await annAndBob(t)
  for (let i = 1; i <= 6; i += 1) await write(bob, `${i} ${'x'.repeat(200)}`)
  const ann = await house.loggedIn('ann')
  const answer = await ann.ask({ method: 'GET', url: '/messages/unread/', headers: {} })
  const body = answer.json()
  t.equal(body.count, 6)
  t.equal(body.messages.length, 5)
  t.match(body.messages[0], { id: 6, sender: 'bob', chat_url: '/messages/chat/bob/' })
  t.equal(body.messages[0].content.length, 120)
  t.strictSame(Object.keys(body.messages[0]).toSorted(), [
    'chat_url',
    'content',
    'created_at',
    'id',
    'sender',
  ])
})

t.test('what is returned is shown even where it cannot be marked', async (t) => {
  const { house, bob, write } = await annAndBob(t)
  await write(bob, 'hello')
  const ann = await house.loggedIn('ann')
  house.owners.messages.failMarkRead = true
  const answer = await ann.json('/messages/history/bob/')
  t.equal(answer.statusCode, 200)
  t.equal(answer.json<Body>().messages[0]?.is_read, false)
})
