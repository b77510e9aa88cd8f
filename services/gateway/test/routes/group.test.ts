import t from 'tap'
import { type Front, front } from '../front.ts'
import { unescaped } from '../visitor.ts'

interface Body {
  messages: Record<string, unknown>[]
  before: number | null
}

async function walks(t: Parameters<typeof front>[0]) {
  const house = await front(t)
  const [ann, ben] = [house.add('ann', 'Ann'), house.add('ben', 'Ben <b>')]
  house.add('eve', 'Eve')
  const conversation = await house.owners.messages.makeGroup('Walks & talks', [ann.id, ben.id], {
    id: 'walks',
  })
  return { house, ann, ben, conversation, write: writer(house, conversation) }
}

function writer({ owners }: Front, conversation: string) {
  let count = 0
  return (by: string, text: string) => {
    count += 1
    return owners.messages.write(conversation, by, text, `w${count}`)
  }
}

t.test('scripts talk in a group as they do with a person', async (t) => {
  const { house, write, ben } = await walks(t)
  const visitor = await house.loggedIn('ann')
  await write(ben.id, 'Where to?')
  const sent = await visitor.send('/messages/group/walks/send/', {
    message: 'Up',
    client_id: 'c1',
    reply_to: 1,
  })
  t.equal(sent.statusCode, 200)
  t.match(sent.json(), {
    id: 2,
    sender: 'ann',
    group: 'walks',
    content: 'Up',
    reply_to: 1,
    is_read: false,
    conversation: 'g_walks',
    entry: { seq: 3, n: 2 },
  })
  t.equal((await visitor.send('/messages/group/walks/send/', { message: ' ' })).statusCode, 422)
  const page = (await visitor.json('/messages/group/walks/history/?limit=1')).json<Body>()
  t.match(page, { messages: [{ id: 2, sender: 'ann', group: 'walks' }], before: 2 })
  const first = (await visitor.json(`/messages/group/walks/history/?before=${page.before}`)).json<Body>()
  t.match(first, { messages: [{ id: 1, sender: 'ben', content: 'Where to?' }], before: null })

  const edited = await visitor.send('/messages/group/walks/edit/', { id: 2, message: 'Down' })
  t.match(edited.json(), { id: 2, content: 'Down', group: 'walks' })
  t.equal((await visitor.send('/messages/group/walks/edit/', { id: 1, message: 'x' })).statusCode, 403)
  const reacted = await visitor.send('/messages/group/walks/react/', { id: 1, emoji: '🎉' })
  t.match(reacted.json(), { id: 1, sender: 'ben', reactions: [{ emoji: '🎉', by: ['ann'] }] })
  const muted = await visitor.send('/messages/group/walks/arrange/', { action: 'mute' })
  t.match(muted.json(), { muted_until: 'always' })
  const deleted = await visitor.send('/messages/group/walks/delete/', { id: 2 })
  t.match(deleted.json(), { id: 2, content: '', deleted: true })
})

t.test('unread messages say of which group they are', async (t) => {
  const { house, write, ben } = await walks(t)
  await write(ben.id, 'Where to?')
  const visitor = await house.loggedIn('ann')
  t.match((await visitor.json('/messages/unread/')).json(), {
    count: 1,
    messages: [
      {
        id: 1,
        sender: 'ben',
        group: 'walks',
        group_name: 'Walks & talks',
        chat_url: '/messages/group/walks/',
      },
    ],
  })
})

t.test('without scripts a group is talked in by its page', async (t) => {
  const { house, write, ben, conversation } = await walks(t)
  await write(ben.id, 'Where to?')
  const visitor = await house.loggedIn('ann')
  const page = unescaped((await visitor.get('/messages/group/walks/')).body)
  t.match(page, /<bdi data-slot="chat-name">Walks & talks<\/bdi>/)
  t.match(page, /href="\/messages\/group\/walks\/about\/"/)
  t.match(page, /2 members/)
  t.match(page, /You made the group/)
  t.match(page, /Ben <b><\/bdi><\/p>/, 'the author of a message')
  t.notMatch(page, /id="presence"/)
  t.match(page, /action="\/messages\/group\/walks\/send\/"/)

  const seen = /<noscript><img[^>]*src="([^"]+)"/.exec(page)?.[1] ?? ''
  t.equal((await visitor.get(seen)).statusCode, 200)
  t.equal(house.owners.messages.pointer(conversation, house.owners.accounts.find('ann').id).readSeq, 2)
  const eve = await house.loggedIn('eve')
  t.not((await eve.get(seen)).statusCode, 200)

  const sent = await visitor.post('/messages/group/walks/send/', { message: 'Up' })
  t.match(sent, { statusCode: 303, headers: { location: '/messages/group/walks/' } })
  const refused = await visitor.post('/messages/group/walks/send/', { message: 'x'.repeat(5_001) })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /1 too many/)
  const arranged = await visitor.post('/messages/group/walks/arrange/', { action: 'pin', from: 'chat' })
  t.match(arranged, { statusCode: 303, headers: { location: '/messages/group/walks/' } })
  t.match((await visitor.get('/messages/group/walks/arrange/')).body, /Unpin/)

  const inbox = (await visitor.get('/messages/')).body
  t.match(inbox, /<li id="g-walks"[^>]*data-group="walks"/)
  t.match((await visitor.get('/people/?for=switcher&q=walk')).body, /data-href="\/messages\/group\/walks\/"/)
  t.notMatch((await eve.get('/people/?for=switcher&q=walk')).body, /walks/)
})

t.test('the page of one’s own message says who has it', async (t) => {
  const { house, conversation, ann, ben, write } = await walks(t)
  const cem = house.add('cem', 'Cem')
  const dan = house.add('dan', 'Dan')
  const members = [cem, dan].map(({ id }) => ({ user: id, role: 'member' as const }))
  await house.owners.messages.changeGroup(conversation, ann.id, { members })
  const { seq, n } = await write(ann.id, 'Up')
  house.owners.messages.move(conversation, ben.id, seq, true)
  house.owners.messages.move(conversation, cem.id, seq, false)
  const visitor = await house.loggedIn('ann')
  const text = unescaped((await visitor.get(`/messages/group/walks/${n}/`)).body.replace(/<[^>]+>/g, ''))
  t.match(text, /Read by 1Ben <b>Delivered to 1CemNot yet 1Dan/)
  t.match(text, /To Walks & talks/)
  const eve = house.add('eve', 'Eve')
  await house.owners.messages.changeGroup(conversation, ann.id, {
    members: [{ user: eve.id, role: 'member' }],
  })
  t.notMatch(
    (await visitor.get(`/messages/group/walks/${n}/`)).body,
    /Eve/,
    'who came later was not written to',
  )
  const theirs = (await (await house.loggedIn('cem')).get(`/messages/group/walks/${n}/`)).body
  t.match(theirs, /Message from Ann/)
  t.notMatch(theirs, /Read by/)
  const state = /data-client-id="w1" data-state="(\w+)"/.exec(
    (await visitor.get('/messages/group/walks/')).body,
  )?.[1]
  t.equal(state, 'sent', 'as far as the last of them')
})

t.test('whoever is no member finds nothing, by whichever address', async (t) => {
  const { house, write, ben } = await walks(t)
  await write(ben.id, 'Where to?')
  const eve = await house.loggedIn('eve')
  await eve.get('/messages/')
  for (const path of ['', 'history/', 'arrange/', '1/']) {
    const [there, nowhere] = [
      await eve.json(`/messages/group/walks/${path}`),
      await eve.json(`/messages/group/nothing/${path}`),
    ]
    t.equal(there.statusCode, 404, path)
    t.strictSame(there.json(), nowhere.json())
  }
  const body = { message: 'x', id: 1, emoji: '🎉', action: 'pin' }
  for (const action of ['send', 'edit', 'delete', 'react', 'unreact', 'arrange']) {
    const there = await eve.send(`/messages/group/walks/${action}/`, body)
    const nowhere = await eve.send(`/messages/group/nothing/${action}/`, body)
    t.equal(there.statusCode, 404, action)
    t.strictSame(there.json(), nowhere.json())
  }
  const form = await eve.post('/messages/group/walks/send/', { message: 'x' })
  t.equal(form.statusCode, 404)
  t.notMatch(form.body, /Walks/)
  t.notMatch((await eve.get('/messages/')).body, /walks/i)
  t.equal((await eve.json('/messages/group/No_Id/')).statusCode, 404)
})

t.test('lines say what became of the group, in their places, also on older pages', async (t) => {
  const { house, conversation, ann, ben, write } = await walks(t)
  const cem = house.add('cem', 'Cem')
  const change = (by: string, group: Parameters<typeof house.owners.messages.changeGroup>[2]) =>
    house.owners.messages.changeGroup(conversation, by, group)
  for (let i = 1; i <= 70; i++) await write(ann.id, `message ${i}`)
  await change(ann.id, { name: 'Runs', members: [{ user: cem.id, role: 'member' }] })
  await write(ben.id, 'message 71')
  await change(ann.id, { members: [{ user: cem.id, role: 'admin', was: 'member' }] })
  await change(ben.id, { members: [{ user: ben.id, role: null }] })
  const visitor = await house.loggedIn('cem')
  const newest = (await visitor.get('/messages/group/walks/')).body
  const words = (page: string) =>
    [...page.matchAll(/<div class="membership-words">(.*?)<\/div>/g)].map(([, one = '']) =>
      unescaped(one.replace(/<[^>]+>/g, ' '))
        .replace(/ +/g, ' ')
        .trim(),
    )
  t.strictSame(words(newest), [
    'Ann added you Ann named the group “ Runs ”',
    'Ann made you an admin',
    'Ben <b> left',
  ])
  t.ok(newest.lastIndexOf('message 70') < newest.lastIndexOf('added you'))
  t.ok(newest.lastIndexOf('added you') < newest.lastIndexOf('message 71'))
  const older = (await visitor.get('/messages/group/walks/?before=12', { 'hx-request': 'true' })).body
  t.strictSame(words(older), ['Ann made the group'])
  t.match(older, /This is where the group begins/)
  const middle = (await visitor.get('/messages/group/walks/?before=71', { 'hx-request': 'true' })).body
  t.strictSame(words(middle), ['Ann added you Ann named the group “ Runs ”'])
})

t.test('who came later sees what is theirs, and quotes of nothing', async (t) => {
  const house = await front(t)
  const [ann, eve] = [house.add('ann', 'Ann'), house.add('eve', 'Eve')]
  const { messages } = house.owners
  const conversation = await messages.makeGroup('Walks', [ann.id], { id: 'walks', history: 'joining' })
  await messages.write(conversation, ann.id, 'a secret', 'c1')
  await messages.changeGroup(conversation, ann.id, { members: [{ user: eve.id, role: 'member' }] })
  await messages.write(conversation, ann.id, 'an answer', 'c2', 1)
  const visitor = await house.loggedIn('eve')
  const page = unescaped((await visitor.get('/messages/group/walks/')).body)
  t.match(page, /A message you cannot see/)
  t.match(page, /What was written before you came is not shown to you/)
  t.notMatch(page, /a secret/)
  t.notMatch(page, /Show earlier/)
  t.match((await visitor.json('/messages/group/walks/history/')).json(), {
    messages: [{ id: 2, reply_to: 1 }],
    before: null,
  })
  t.equal((await visitor.get('/messages/group/walks/1/')).statusCode, 404)
})
