import { directConversation } from '@parley/contracts'
import t, { type Test } from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

/** Ann owns the group of herself, Ben and Cem; Eve is outside. */
async function walks(t: Test) {
  const house = await front(t)
  const [ann, ben, cem, eve] = [
    house.add('ann', 'Ann'),
    house.add('ben', 'Ben <b>'),
    house.add('cem', 'Cem'),
    house.add('eve', 'Eve'),
  ]
  const { messages } = house.owners
  const conversation = await messages.makeGroup('Walks', [ann.id, ben.id, cem.id], { id: 'walks' })
  const send = async (from: string, message: string, clientId?: string) =>
    await (await house.loggedIn(from)).send('/messages/group/walks/send/', {
      message,
      ...(clientId === undefined ? {} : { client_id: clientId }),
    })
  return { house, messages, conversation, ann, ben, cem, eve, send }
}

t.test('whoever is called by their username is mentioned, if they are a member', async (t) => {
  const { house, send, ben, cem, conversation, messages } = await walks(t)
  const sent = (await send('ann', '@Ben, @cem and @eve: me@ann, @nobody', 'c1')).json()
  t.strictSame(sent.entry.mentions, [ben.id, cem.id])
  t.strictSame(sent.mentions, ['ben', 'cem'])
  const again = (await send('ann', '@Ben, @cem and @eve: me@ann, @nobody', 'c1')).json()
  t.strictSame(again, sent, 'sent again it is the same message')
  t.notOk('mentions' in (await send('ann', 'Nobody at all')).json())

  const ann = await house.loggedIn('ann')
  await ann.post('/messages/group/walks/send/', { message: 'By a form, @cem' })
  const history = (await ann.json('/messages/group/walks/history/')).json()
  t.match(history, { messages: [{ mentions: ['ben', 'cem'] }, {}, { mentions: ['cem'] }] })
  await ann.send('/messages/send/ben/', { message: '@ben between us' })
  t.notMatch((await ann.json('/messages/history/ben/')).body, /mentions/, 'between two nobody is mentioned')

  const row = messages.listOf(ben.id).find((one) => one.conversation === conversation)
  t.match(row, { unread: 3, mentions: 1 })
})

t.test('everybody is called by admins alone', async (t) => {
  const { send } = await walks(t)
  t.strictSame((await send('ann', 'Hear, @all!')).json().mentions, ['all'])
  t.notOk('mentions' in (await send('ben', 'Hear, @all!')).json())
})

t.test('at most fifty are mentioned, also in a great group', async (t) => {
  const { house, ann, messages, conversation, send } = await walks(t)
  const others = Array.from({ length: 60 }, (_, i) => house.add(`member${i}`).id)
  const members = others.map((user) => ({ user, role: 'member' as const }))
  await messages.changeGroup(conversation, ann.id, { members })
  const text = others.map((_, i) => `@member${i}`).join(' ')
  t.equal((await send('ann', text)).json().mentions.length, 50)
})

t.test('while accounts is away a message goes without mentions', async (t) => {
  const { house, messages, conversation, ann } = await walks(t)
  const visitor = await house.loggedIn('ann')
  // Who is who was not asked for yet.
  await house.owners.accounts.answers.close()
  const sent = await visitor.send('/messages/group/walks/send/', { message: 'Up, @ben', client_id: 'c1' })
  t.equal(sent.statusCode, 200, sent.body)
  t.equal(messages.message(conversation, ann.id, 1).text, 'Up, @ben')
  t.notOk('mentions' in messages.message(conversation, ann.id, 1))
})

t.test('a message that mentions one stands out, in the chat, the list and the bell', async (t) => {
  const { house, send } = await walks(t)
  await send('ann', 'Up the hill, @ben, with @eve')
  await send('ann', 'And down')
  const ben = await house.loggedIn('ben')
  const inbox = unescaped((await ben.get('/messages/')).body)
  t.match(inbox, /<li id="g-walks"[^>]*data-unread="2"[^>]*data-mentions="1"/)
  t.match(inbox, /2 unread messages, 1 mentions you/)
  t.match(inbox, /<ul id="bell-list-mentions"[^>]*><li[^>]*>.*Up the hill.*<\/ul>.*<ul id="bell-list"/)
  t.equal(inbox.match(/<bdi data-slot="preview">Up the hill/g)?.length, 1, 'not among the others again')
  const page = unescaped((await ben.get('/notifications/')).body)
  t.ok(
    page.indexOf('Mentions</h2>') > 0 && page.indexOf('Mentions</h2>') < page.indexOf('Other messages</h2>'),
  )

  const chat = (await ben.get('/messages/group/walks/')).body
  const [first = '', second = ''] = chat.match(/<li class="message".*?<\/li>/g) ?? []
  t.match(first, /data-mentions="ben" data-mentions-me/)
  t.match(first, /Mentions you/)
  t.match(first, /<span class="mention">@ben<\/span>, with @eve/)
  t.notMatch(second, /mention/i)
  const cems = (await (await house.loggedIn('cem')).get('/messages/group/walks/')).body
  t.match(cems, /<span class="mention">@ben<\/span>/)
  t.notMatch(cems, /data-mentions-me|Mentions you/)
})

t.test('all but mentions can be muted, and scripts hear which they are', async (t) => {
  const {
    house,
    send,
    ann,
    ben: { id: benId },
  } = await walks(t)
  await send('ann', '@ben come')
  await send('ann', 'and go')
  const ben = await house.loggedIn('ben')
  const mention = {
    id: 1,
    sender: 'ann',
    group: 'walks',
    group_name: 'Walks',
    content: '@ben come',
    chat_url: '/messages/group/walks/',
  }
  t.match((await ben.json('/messages/unread/')).json(), { count: 2, messages: [{}, {}], mentions: [mention] })
  t.match((await ben.get('/messages/group/walks/arrange/')).body, /Mute, but for mentions/)
  const muted = await ben.send('/messages/group/walks/arrange/', { action: 'mute-but-mentions' })
  t.match(muted.json(), { muted_until: 'always', hears_mentions: true })
  t.match((await ben.json('/messages/unread/')).json(), { count: 0, messages: [], mentions: [mention] })
  t.match((await ben.get('/messages/group/walks/arrange/')).body, /Muted, but for mentions, until/)
  const inbox = (await ben.get('/messages/')).body
  t.match(inbox, /Muted, but for mentions/)
  t.match(inbox, /id="bell-badge"[^>]*data-count="1"/)
  await ben.send('/messages/group/walks/arrange/', { action: 'mute' })
  t.strictSame((await ben.json('/messages/unread/')).json(), { count: 0, messages: [] })
  await house.owners.messages.write(directConversation(ann.id, benId), ann.id, 'Hello', 'd1')
  const ofTwo = (await ben.get('/messages/arrange/ann/')).body
  t.match(ofTwo, /Until I turn it on again/)
  t.notMatch(ofTwo, /value="mute-but-mentions"/, 'between two it is not offered')
})

t.test('someone who is called but no member is told nothing', async (t) => {
  const { house, send, messages, eve } = await walks(t)
  const visitor = await house.loggedIn('eve')
  const before = (await visitor.get('/notifications/')).body.length
  t.notOk('mentions' in (await send('ann', 'A secret for @eve')).json())
  t.strictSame((await visitor.json('/messages/unread/')).json(), { count: 0, messages: [] })
  t.strictSame(messages.listOf(eve.id), [])
  const page = await visitor.get('/notifications/')
  t.notMatch(page.body, /secret|walks/i)
  t.equal(page.body.length, before)
  t.equal((await visitor.json('/messages/group/walks/history/')).statusCode, 404)
  const own = await visitor.send('/messages/group/walks/send/', { message: '@ann @ben' })
  t.equal(own.statusCode, 404)
})
