import { directConversation } from '@parley/contracts'
import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

/** A group of two, a newcomer who sees the last message alone, and somebody outside. */
async function walks(t: Parameters<typeof front>[0]) {
  const house = await front(t)
  const [ann, ben, cem, eve] = [
    house.add('ann', 'Ann'),
    house.add('ben', 'Ben <b>'),
    house.add('cem', 'Cem'),
    house.add('eve', 'Eve'),
  ]
  const { messages } = house.owners
  const conversation = await messages.makeGroup('Walks & talks', [ann.id, ben.id], {
    id: 'walks',
    history: 'joining',
  })
  await messages.write(conversation, ben.id, 'a **secret**', 'w1')
  await messages.changeGroup(conversation, ann.id, { members: [{ user: cem.id, role: 'member' }] })
  await messages.write(conversation, ben.id, 'where @ann to?', 'w2', undefined, [ann.id])
  return { ...house, conversation, ann, ben, cem, eve }
}

const outside = ['walks', 'nothing'] as const

t.test('members pin, each sees of it what they may, and nobody else learns of it', async (t) => {
  const { loggedIn, owners, conversation, cem } = await walks(t)
  const [ann, ben] = [await loggedIn('ann'), await loggedIn('ben')]
  t.match((await ann.send('/messages/group/walks/pin/', { id: 1 })).json(), { id: 1, group: 'walks' })
  t.equal((await ben.send('/messages/group/walks/pin/', { id: 2 })).statusCode, 200)
  t.match((await ben.json('/messages/group/walks/pinned/')).json(), {
    messages: [
      { id: 2, sender: 'ben', mentions: ['ann'] },
      { id: 1, content: 'a **secret**' },
    ],
  })
  const chat = unescaped((await ann.get('/messages/group/walks/')).body)
  t.match(chat, 'class="pinned-newest" href="/messages/group/walks/?before=22#m-2"')
  t.match(chat, 'hx-get="/messages/group/walks/pinned/?for=bar"')
  t.match(chat, 'class="pinned-all" href="/messages/group/walks/pinned/"')
  const page = unescaped((await ann.get('/messages/group/walks/pinned/')).body)
  t.match(page, 'In the group <bdi>Walks & talks</bdi>')
  t.match(page, 'href="/messages/group/walks/?before=21#m-1"')
  t.match(page, 'action="/messages/group/walks/unpin/"')
  t.match(page, '<span class="mention">@ann</span>')

  const newcomer = await loggedIn('cem')
  t.match((await newcomer.json('/messages/group/walks/pinned/')).json(), { messages: [{ id: 2 }] })
  for (const path of ['', 'pinned/', 'pinned/?for=bar'])
    t.notMatch((await newcomer.get(`/messages/group/walks/${path}`)).body, 'secret')
  for (const what of ['pin', 'unpin', 'save'])
    t.equal((await newcomer.send(`/messages/group/walks/${what}/`, { id: 1 })).statusCode, 404, what)

  const back = await ben.post('/messages/group/walks/unpin/', { id: '2', back: 'pinned' })
  t.match(back, { statusCode: 303, headers: { location: '/messages/group/walks/pinned/' } })
  const form = await ann.post('/messages/group/walks/pin/', { id: '2', client_id: '' })
  t.match(form, { statusCode: 303, headers: { location: '/messages/group/walks/?before=22#m-2' } })
  await owners.messages.changeGroup(conversation, cem.id, { members: [{ user: cem.id, role: null }] })
  t.equal((await newcomer.json('/messages/group/walks/pinned/')).statusCode, 404)
})

t.test('a link leads members to a message that they may see, and nobody else', async (t) => {
  const { loggedIn } = await walks(t)
  const ann = await loggedIn('ann')
  t.match((await ann.get('/messages/group/walks/1/')).body, 'data-copy-link="/messages/group/walks/at/1/"')
  const led = await ann.get('/messages/group/walks/at/1/')
  t.match(led, { statusCode: 302, headers: { location: '/messages/group/walks/?before=21#m-1' } })
  const newcomer = await loggedIn('cem')
  t.equal((await newcomer.get('/messages/group/walks/at/1/')).statusCode, 404)
  t.equal((await newcomer.get('/messages/group/walks/at/2/')).statusCode, 302)
  for (const id of ['0', '3', 'x', '1e1']) {
    t.equal((await ann.json(`/messages/group/walks/at/${id}/`)).statusCode, 404, id)
  }
})

t.test('what one saves in a group is listed beside the rest, for as long as one may read it', async (t) => {
  const { loggedIn, owners, conversation, ann, ben } = await walks(t)
  const visitor = await loggedIn('ann')
  await owners.messages.write(conversation, ann.id, 'up', 'w3')
  await owners.messages.write(directConversation(ann.id, ben.id), ann.id, 'to ben', 'd1')
  await visitor.send('/messages/group/walks/save/', { id: 2 })
  t.match((await visitor.send('/messages/group/walks/save/', { id: 3 })).json(), { id: 3, saved: true })
  await visitor.send('/messages/save/ben/', { id: 1 })
  const all = (await visitor.json('/messages/saved/')).json<{ messages: Record<string, unknown>[] }>()
  t.match(all, {
    messages: [
      { id: 1, with: 'ben' },
      { id: 3, group: 'walks' },
      { id: 2, group: 'walks', sender: 'ben' },
    ],
    before: null,
  })
  t.notOk(all.messages.some((message) => 'group' in message && 'with' in message))
  const page = unescaped((await visitor.get('/messages/saved/')).body)
  t.match(page, 'in Walks & talks')
  t.match(page, 'to Walks & talks')
  t.match(page, 'href="/messages/group/walks/?before=22#m-2"')
  t.match(page, 'action="/messages/group/walks/unsave/"')
  t.match((await visitor.get('/messages/group/walks/')).body, /id="m-2"[^>]*data-saved/)
  t.notMatch((await (await loggedIn('ben')).get('/messages/group/walks/')).body, /data-saved/)
  const removed = await visitor.post('/messages/group/walks/unsave/', { id: '2', back: 'saved' })
  t.match(removed, { statusCode: 303, headers: { location: '/messages/saved/' } })
  await owners.messages.changeGroup(conversation, ben.id, { members: [{ user: ann.id, role: null }] })
  t.equal((await visitor.json('/messages/saved/')).json<{ messages: unknown[] }>().messages.length, 1)
  t.notMatch((await visitor.get('/messages/saved/')).body, 'Walks')
})

t.test('a message goes out of a group and into one', async (t) => {
  const { loggedIn, owners, ann, cem } = await walks(t)
  await owners.messages.makeGroup('Runs', [ann.id, cem.id], { id: 'runs' })
  const visitor = await loggedIn('ann')
  const asked = { id: 2, to: ['eve'], groups: ['runs'], client_id: 'f1' }
  const answer = await visitor.send('/messages/group/walks/forward/', asked)
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), {
    messages: [
      { recipient: 'eve', content: 'where @ann to?', forwarded: true },
      { group: 'runs', content: 'where @ann to?', forwarded: true },
    ],
    failed: [],
  })
  t.notMatch(answer.body, 'walks', 'not where it is from')
  t.strictSame((await visitor.send('/messages/group/walks/forward/', asked)).json(), answer.json())

  const page = await visitor.get('/messages/group/walks/forward/?id=2')
  t.match(page.body, 'name="group_runs" value="1"')
  t.match(page.body, 'action="/messages/group/walks/forward/"')
  t.match(page.body, 'href="/messages/group/walks/2/"')
  const form = { id: '2', client_id: 'f2', q: 'run', group_walks: '1' }
  const found = await visitor.post('/messages/group/walks/forward/', { ...form, action: 'find' })
  t.match(found.body, /name="group_walks" value="1" checked.*name="group_runs" value="1" >/s)
  const one = await visitor.post('/messages/group/walks/forward/', {
    id: '2',
    client_id: 'f3',
    group_runs: '1',
    action: 'forward',
  })
  t.match(one, { statusCode: 303, headers: { location: '/messages/group/runs/' } })
  const options = unescaped((await visitor.get('/people/?for=forward&q=talk')).body)
  t.match(options, /id="forward-group-walks"[^>]*data-conversation="g_walks" data-name="Walks & talks"/)

  const ben = await loggedIn('ben')
  for (const groups of [['runs'], ['nothing']]) {
    const refused = await ben.send('/messages/group/walks/forward/', { id: 2, to: ['eve'], groups })
    t.equal(refused.statusCode, 404)
    t.match(refused.json(), { error: { message: 'There is no such group among yours.' } })
  }
  for (const groups of [['No Id'], [7], [{}]])
    t.equal((await ben.send('/messages/group/walks/forward/', { id: 2, groups })).statusCode, 422)
  const many = { to: Array.from({ length: 20 }, (_, i) => `person${i}`), groups: ['walks'] }
  t.equal((await ben.send('/messages/group/walks/forward/', { id: 2, ...many })).statusCode, 422)
  t.strictSame((await ben.json('/messages/history/eve/?peek=1')).json(), { messages: [], before: null })
  const newcomer = await loggedIn('cem')
  t.equal((await newcomer.send('/messages/group/walks/forward/', { ...asked, id: 1 })).statusCode, 404)
  t.equal((await newcomer.get('/messages/group/walks/forward/?id=1')).statusCode, 404)
})

t.test('for whoever is no member there is none of it', async (t) => {
  const { loggedIn } = await walks(t)
  const [ann, eve] = [await loggedIn('ann'), await loggedIn('eve')]
  await ann.send('/messages/group/walks/pin/', { id: 1 })
  await ann.send('/messages/group/walks/save/', { id: 1 })
  for (const path of ['pinned/', 'pinned/?for=bar', 'at/1/', 'forward/?id=1']) {
    const [there, nowhere] = await Promise.all(
      outside.map((group) => eve.json(`/messages/group/${group}/${path}`)),
    )
    t.equal(there?.statusCode, 404, path)
    t.strictSame(there?.json(), nowhere?.json())
  }
  for (const what of ['pin', 'unpin', 'save', 'unsave', 'forward']) {
    const body = { id: 1, to: ['ann'], client_id: 'e1' }
    const [there, nowhere] = await Promise.all(
      outside.map((group) => eve.send(`/messages/group/${group}/${what}/`, body)),
    )
    t.equal(there?.statusCode, 404, what)
    t.strictSame(there?.json(), nowhere?.json())
  }
  t.notMatch((await eve.get('/messages/saved/')).body, 'secret')
  t.notMatch((await eve.get('/people/?for=forward&q=walk')).body, 'walks')
})
