import { directConversation, limits } from '@parley/contracts'
import t from 'tap'
import { House } from './house.ts'
import type { Frame } from './peer.ts'

const isEntry = ({ type }: Frame) => type === 'entry'
const seqOf = (frame: Frame) => (frame['entry'] as { seq: number }).seq

t.test('a hello is answered with where everything stands', async (t) => {
  const house = await House.open(t)
  await house.write(house.bob, 'one')
  await house.write(house.bob, 'two')
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/')
  const hello = await ann.ask('hello', { version: 1 })
  t.same(hello.me, house.ann)
  t.same(hello.limits, {
    messageCharacters: limits.messageCharacters,
    frameBytes: limits.frameBytes,
    page: limits.page,
  })
  t.match(hello.conversations, [{ conversation: house.annAndBob, head: { seq: 2, n: 2 } }])
  t.same(new Set(hello.people.map(({ username }) => username)), new Set(['ann', 'bob']))
  t.match(hello.unread, { count: 2 })
})

t.test('a message reaches every socket of both, once and in order, and no outsider', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const phone = await gateway.client('ann.phone')
  const bob = await gateway.client('bob', { render: true })
  const eve = await gateway.client('eve')

  const conversation = house.annAndBob
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, i) =>
      ann.ask('send', { conversation, clientId: `c${i}`, text: `message ${i} <b>` }),
    ),
  )
  t.same(
    answers.map(({ entry }) => entry.text),
    answers.map((_, i) => `message ${i} <b>`),
    'each is answered with its own',
  )
  const inOrder = Array.from({ length: 300 }, (_, i) => i + 1)
  for (const peer of [ann, phone, bob]) t.same((await peer.all(isEntry, 300, 'entries')).map(seqOf), inOrder)

  t.match(bob.frames.find(isEntry)?.['entry'], {
    html: /^<li class="message" id="m-1".*message 0 &#60;b&#62;/,
  })
  t.notMatch(
    ann.frames.find(isEntry),
    { entry: { html: String } },
    'data alone, where nothing else was asked for',
  )

  await house.owners.messages.write(directConversation(house.eve.id, house.bob.id), house.bob.id, 'hi', 'x')
  await eve.next(isEntry, 'what is hers')
  t.equal(eve.frames.filter(isEntry).length, 1, 'nothing else came before it')
  t.match(eve.frames.filter(isEntry)[0], { entry: { text: 'hi' } })
})

t.test(
  'rendering: own and other messages are different partials, the sender is told with its own',
  async (t) => {
    const house = await House.open(t)
    const gateway = await house.gateway()
    const ann = await gateway.client('ann', { render: true })
    const bob = await gateway.client('bob', { render: true })
    const { entry } = await ann.ask('send', { conversation: house.annAndBob, clientId: 'c1', text: 'Hello' })
    t.match(entry.html, 'data-mine')
    t.match((await ann.next(isEntry, 'own'))['entry'], { html: /data-mine/ })
    const got = await bob.next(isEntry, "ann's")
    t.notMatch(got['entry'], { html: /data-mine/ })
    t.match(got['entry'], { html: /<bdi>Ann<\/bdi>/ })

    await bob.ask('read', { conversation: house.annAndBob, seq: 1 })
    const { entries } = await ann.ask('history', { conversation: house.annAndBob })
    t.match(entries[0]?.html, 'data-state="read"')
  },
)

t.test('live goes on without names while accounts is away', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const bob = await gateway.client('bob', { render: true })
  const { byIds } = gateway.app.people
  gateway.app.people.byIds = async () => {
    throw new Error('away')
  }
  await house.write(house.ann, 'one')
  const one = await bob.next((frame) => isEntry(frame) && seqOf(frame) === 1, 'an entry without its partial')
  t.match(one['entry'], { text: 'one' })
  t.notOk((one['entry'] as { html?: string }).html)
  gateway.app.people.byIds = byIds
})

t.test('open, inbox, heads, changes, history, read, receipts', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const bob = await gateway.client('bob')
  const opened = await ann.ask('open', { username: 'bob' })
  t.match(opened, { conversation: { conversation: house.annAndBob, head: { seq: 0 } } })
  t.match(await ann.attempt('open', { username: 'ann' }), {
    type: 'error',
    error: { code: 'INVALID', field: 'username' },
  })
  t.match(await ann.attempt('open', { username: 'nobody' }), { type: 'error', error: { code: 'NOT_FOUND' } })

  for (let i = 1; i <= 5; i++) await house.write(house.ann, `message ${i}`)
  const changes = await bob.ask('changes', { conversation: house.annAndBob, after: 2, limit: 2 })
  t.match(changes, { entries: [{ seq: 3 }, { seq: 4 }], head: { seq: 5 } })
  const history = await bob.ask('history', { conversation: house.annAndBob, before: 3 })
  t.match(history, { entries: [{ n: 1 }, { n: 2 }], head: { n: 5 } })
  t.match(await bob.ask('inbox'), { conversations: [{ unread: 5 }], more: false })
  t.match(await bob.ask('heads'), { conversations: [{ head: { seq: 5 } }], people: [{}, {}] })

  t.match(await bob.ask('read', { conversation: house.annAndBob, seq: 4 }), {
    readSeq: 4,
    user: house.bob.id,
  })
  const receipt = await ann.next(({ type }) => type === 'receipt', 'that bob has read')
  t.match(receipt, { conversation: house.annAndBob, pointer: { user: house.bob.id, readSeq: 4 } })
  bob.send({ type: 'delivered', conversation: house.annAndBob, seq: 5 })
  await ann.next(
    ({ type, pointer }) => type === 'receipt' && (pointer as { deliveredSeq: number }).deliveredSeq === 5,
    'that bob has received',
  )

  const eve = await gateway.client('eve')
  for (const [type, fields] of [
    ['changes', { after: 0 }],
    ['history', {}],
    ['read', { seq: 1 }],
    ['send', { clientId: 'x', text: 'let me in' }],
  ] as const) {
    const frame = await eve.attempt(type, { conversation: house.annAndBob, ...fields })
    t.match(frame, { type: 'error', error: { code: 'NOT_FOUND' } }, `${type} finds nothing for an outsider`)
  }
})

t.test('there has to be someone at the other end; while accounts is away, sends go on', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const nobody = directConversation(house.ann.id, 'nobody')
  const message = { clientId: 'c', text: 'Anybody?' }
  t.match(await ann.attempt('send', { ...message, conversation: nobody }), { error: { code: 'NOT_FOUND' } })
  t.notOk(house.owners.messages.answers.asked.get('send'))
  // Of a group its members are known to messages.
  t.match(await ann.attempt('send', { ...message, conversation: 'g_room' }), { error: { code: 'NOT_FOUND' } })
  gateway.app.people.byIds = async () => {
    throw new Error('away')
  }
  t.match(await ann.ask('send', { ...message, conversation: house.annAndBob }), { entry: { seq: 1 } })
})

t.test('what comes between a hello and its answer comes right after the answer', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const { call } = gateway.app
  const asked = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  gateway.app.call = async (operation, ...rest) => {
    const output = await call(operation, ...rest)
    if (operation.name !== 'heads') return output
    asked.resolve()
    await goOn.promise
    return output
  }
  const ann = await gateway.open('ann', '/ws/')
  const hello = ann.ask('hello', { version: 1 })
  await asked.promise
  await house.write(house.bob, 'in between')
  // What went through the bus before it has arrived when this has.
  await house.bus.flush()
  t.equal(ann.frames.length, 0)
  goOn.resolve()
  const { conversations } = await hello
  t.same(conversations, [], 'the heads were read before')
  await ann.next(isEntry, 'the entry that came in between')
  t.equal(ann.frames[0]?.type, 'answer')
})

t.test('a page that is too large for a socket is cut, without a hole', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const long = 'x'.repeat(4_000)
  for (let i = 0; i < 100; i++) await house.write(house.bob, long)
  const ann = await gateway.client('ann')
  const changes = await ann.ask('changes', { conversation: house.annAndBob, after: 0 })
  t.ok(changes.entries.length > 20 && changes.entries.length < 50)
  t.same(
    changes.entries.map(({ seq }) => seq),
    changes.entries.map((_, i) => i + 1),
    'from the oldest on',
  )
  const history = await ann.ask('history', { conversation: house.annAndBob })
  t.equal(history.entries.at(-1)?.n, 100, 'to the newest')
  t.equal(history.entries[0]?.n, 101 - history.entries.length)
})
