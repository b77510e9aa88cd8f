import { messages, notifications, ParleyError } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { House } from './house.ts'
import type { Frame } from './peer.ts'

const isEntry = ({ type }: Frame) => type === 'entry'
const isTyping = ({ type }: Frame) => type === 'typing'
const isLeft = ({ type }: Frame) => type === 'left'
const isUnread = ({ type }: Frame) => type === 'unread'

t.test('members of a group hear of everything in it, on all gateways, and nobody else does', async (t) => {
  const house = await House.open(t)
  const { ann, bob, owners } = house
  const conversation = await owners.messages.makeGroup('Walks', [ann.id, bob.id])
  const [one, two] = [await house.gateway(), await house.gateway()]
  const annHere = await one.client('ann')
  const bobThere = await two.client('bob')
  const bobsPage = await one.client('bob.page', { render: true })
  const eve = await one.client('eve')

  const { entry } = await annHere.ask('send', { conversation, clientId: 'c1', text: 'Where to?' })
  t.match(entry, { conversation, seq: 2, n: 1, by: ann.id })
  t.match(await bobThere.next(isEntry, 'the message'), { entry: { seq: 2, text: 'Where to?' } })
  const rendered = await bobsPage.next(isEntry, 'the message with its partial')
  const { html } = rendered['entry'] as { html: string }
  t.match(html, /data-of-group/)
  t.match(html, /class="avatar"[^>]*>A</)
  t.match(html, new RegExp(`/messages/group/${conversation.slice(2)}/1/`))

  const unread = await bobThere.next(isUnread, 'the count')
  t.match(unread, {
    unread: { user: bob.id, count: 1, messages: [{ conversation, by: ann.id }] },
    people: [{ id: ann.id, username: 'ann' }],
    groups: [{ conversation, name: 'Walks' }],
  })

  bobThere.send({ type: 'typing', conversation, active: true })
  bobThere.send({ type: 'typing', conversation, active: false })
  const told = { type: 'typing', conversation, user: bob.id }
  t.strictSame(await annHere.all(isTyping, 2, 'both'), [
    { ...told, active: true },
    { ...told, active: false },
  ])
  t.match(await eve.attempt('typing', { conversation, active: true }), { error: { code: 'NOT_FOUND' } })

  await bobThere.ask('read', { conversation, seq: 2 })
  const receipt = await annHere.next(
    ({ type, pointer }) => type === 'receipt' && (pointer as { readSeq: number }).readSeq === 2,
    'that it was read',
  )
  t.match(receipt, { conversation, pointer: { user: bob.id } })

  const asked = {
    send: { clientId: 'x', text: 'x' },
    changes: { after: 0 },
    history: {},
    read: { seq: 1 },
    arrange: { pinned: true },
    versions: { n: 1 },
  }
  for (const [type, fields] of Object.entries(asked))
    t.match(await eve.attempt(type, { conversation, ...fields }), { error: { code: 'NOT_FOUND' } }, type)
  const heads = await eve.ask('heads')
  t.strictSame(heads.conversations, [])
  t.notOk(eve.frames.some((frame) => JSON.stringify(frame).includes(conversation)))
})

t.test('who is removed is told so, and hears nothing more; who comes later hears from then on', async (t) => {
  const house = await House.open(t)
  const { ann, bob, eve, owners } = house
  const conversation = await owners.messages.makeGroup('Walks', [ann.id, bob.id], { history: 'joining' })
  const gateway = await house.gateway()
  const annHere = await gateway.client('ann', { render: true })
  const bobHere = await gateway.client('bob')
  const eveHere = await gateway.client('eve', { render: true })
  await owners.messages.write(conversation, ann.id, 'before eve', 'c1')
  await bobHere.next(isEntry, 'the message')

  const members = [
    { user: bob.id, role: null },
    { user: eve.id, role: 'member' as const },
  ]
  await owners.messages.changeGroup(conversation, ann.id, { members })
  t.strictSame(await bobHere.next(isLeft, 'that he left'), { type: 'left', conversation, seq: 3 })
  await owners.messages.write(conversation, ann.id, 'after bob', 'c2')
  const [came, message] = await eveHere.all(isEntry, 2, 'what is hers')
  t.match(came, { entry: { seq: 3, kind: 'members' } })
  t.match(came, { entry: { html: /<bdi>Ann<\/bdi> added you/ } })
  t.match(message, { entry: { seq: 4, text: 'after bob' } })
  const [, lineOfAnn] = await annHere.all(isEntry, 2, 'the same for ann')
  t.match(lineOfAnn, { entry: { html: /You added <bdi>Eve<\/bdi>/ } })

  const { entries } = await eveHere.ask('changes', { conversation, after: 0 })
  t.strictSame(
    entries.map(({ kind, seq, from }) => [kind, seq, from]),
    [
      ['void', 2, 1],
      ['members', 3, undefined],
      ['message', 4, undefined],
    ],
  )
  await owners.messages.react(conversation, ann.id, { kind: 'react', n: 1, clientId: 'c3', emoji: '🎉' })
  const [, , hidden] = await eveHere.all(isEntry, 3, 'that something was')
  t.strictSame(hidden?.['entry'], { conversation, seq: 5, n: 2, kind: 'void', by: '0', clientId: '0', at: 0 })
  await bobHere.ask('heads')
  t.equal(bobHere.frames.filter(isEntry).length, 1, 'nothing more came to who was removed')
})

t.test('who has sockets here is counted together, and alone where that fails', async (t) => {
  const house = await House.open(t)
  const { ann, bob, eve, owners } = house
  const conversation = await owners.messages.makeGroup('Walks', [ann.id, bob.id, eve.id])
  const gateway = await house.gateway()
  const [bobHere, eveHere] = [await gateway.client('bob'), await gateway.client('eve')]
  const told: string[][] = []
  const { call } = gateway.app
  let isAway = false
  gateway.app.call = async (operation, input, ...rest) => {
    if (operation.name === notifications.tellUnread.name) {
      if (isAway) throw new ParleyError('UNAVAILABLE')
      told.push(notifications.tellUnread.check(input).users)
    }
    return await call(operation, input, ...rest)
  }
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => owners.messages.write(conversation, ann.id, 'x', `c${i}`)),
  )
  const counted = ({ unread }: Frame) => (unread as { count: number } | undefined)?.count
  for (const peer of [bobHere, eveHere])
    await peer.next((frame) => counted(frame) === 20, 'all twenty counted')
  t.ok(told.length < 5, `${told.length} requests for twenty messages`)
  for (const users of told) t.strictSame(new Set(users), new Set([bob.id, eve.id]))

  isAway = true
  const before = owners.messages.answers.asked.get(messages.unread.name) ?? 0
  await owners.messages.write(conversation, ann.id, 'x', 'last')
  await bobHere.next((frame) => counted(frame) === 21, 'counted all the same')
  await waitFor(() => (owners.messages.answers.asked.get(messages.unread.name) ?? 0) > before, {
    what: 'the question',
  })
})
