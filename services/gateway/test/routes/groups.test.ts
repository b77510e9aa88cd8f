import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'
import { club } from './club.ts'

const form = {
  name: 'Readers',
  about: 'We read.\r\nOn Fridays.',
  history: 'joining',
  people: 'member @ADMIN',
}

t.test('a form makes a group, once however often it is sent', async (t) => {
  const { house, owner, idOf } = await club(t)
  const page = await owner.get('/messages/groups/new/')
  const [, clientId = ''] = /name="client_id" value="([^"]+)"/.exec(page.body) ?? []
  t.match((await owner.get('/messages/')).body, 'href="/messages/groups/new/"')
  const sent = { ...form, client_id: clientId }
  const answers = await Promise.all([1, 2].map(() => owner.post('/messages/groups/new/', sent)))
  const places = new Set(answers.map(({ headers }) => headers.location))
  t.equal(places.size, 1)
  const [place = ''] = places
  t.match(place, /^\/messages\/group\/[a-z0-9]+\/$/)
  t.equal(house.owners.groups.all.size, 2)
  const made = [...house.owners.groups.all.values()].at(-1)
  t.match(made, { name: 'Readers', about: 'We read.\nOn Fridays.', history: 'joining' })
  t.strictSame(
    [...(made?.members ?? [])],
    [
      [idOf('owner'), 'owner'],
      [idOf('member'), 'member'],
      [idOf('admin'), 'member'],
    ],
  )
  const other = await owner.post('/messages/groups/new/', { ...sent, name: 'Writers' })
  t.not(other.headers.location, place, 'filled in otherwise it is another group')
  t.equal(house.owners.groups.all.size, 3)
})

t.test('a form that is refused says why at its field, and keeps what was typed', async (t) => {
  const { house, owner } = await club(t)
  const blank = await owner.post('/messages/groups/new/', { ...form, name: ' \u200b ' })
  t.equal(blank.statusCode, 422)
  t.match(blank.body, '<a href="#field-name">Give the group a name.</a>')
  t.match(blank.body, '<title data-title="Error: New group"')
  t.match(unescaped(blank.body), 'We read.\nOn Fridays.</textarea>')
  t.match(blank.body, 'name="people" type="text" value="member admin"')
  t.match(blank.body, '<option value="joining" selected>')
  const long = await owner.post('/messages/groups/new/', { ...form, name: '🌴'.repeat(101) })
  t.match(long.body, 'this one has 1 too many')
  t.equal((await owner.post('/messages/groups/new/', { ...form, name: '🌴'.repeat(100) })).statusCode, 303)
  const people = { ...form, people: 'member,nobody_1;nobody_2 <b>x</b> no', q: 'nobody_3' }
  const unknown = await owner.post('/messages/groups/new/', people)
  t.equal(unknown.statusCode, 422)
  t.match(unescaped(unknown.body), 'with the username “nobody_1”, “nobody_2”, “<b>x</b>” and 2 more.')
  t.notMatch(unknown.body, '<b>x</b>')
  t.match(unknown.body, 'data-username="nobody_1" data-unknown')
  const about = await owner.post('/messages/groups/new/', { ...form, about: 'x'.repeat(501) })
  t.match(about.body, '<a href="#field-about">The text about a group may have up to 500 characters')
  const history = await owner.post('/messages/groups/new/', { ...form, history: 'some' })
  t.match(history.body, '#field-history')
  const many = Array.from({ length: 1_000 }, (_, i) => `p_${i}`).join(' ')
  t.match((await owner.post('/messages/groups/new/', { ...form, people: many })).body, 'up to 1,000 people')
  t.equal(house.owners.groups.all.size, 2, 'one was made')
})

t.test('a script makes, looks at and changes a group by JSON', async (t) => {
  const { owner, admin } = await club(t)
  const made = await owner.send('/messages/groups/new/', {
    name: 'Readers',
    people: ['member'],
    client_id: 'a',
  })
  const { id, ...rest } = made.json<{ id: string }>()
  t.strictSame(rest, { name: 'Readers', about: '', history: 'joining', count: 2, role: 'owner' })
  const again = await owner.send('/messages/groups/new/', { name: 'Other', client_id: 'a' })
  t.strictSame(again.json(), made.json(), 'one for each client id')
  const url = `/messages/group/${id}/`
  const bad = await owner.send('/messages/groups/new/', { name: 'Readers', people: ['nobody'] })
  t.match([bad.statusCode, bad.json().error], [422, { code: 'INVALID', field: 'people' }])
  t.equal((await owner.send('/messages/groups/new/', { name: 'Readers', people: [7] })).statusCode, 422)

  const named = await owner.send(`${url}about/`, { name: 'Late readers' })
  t.match(named.json(), { id, name: 'Late readers', about: '', history: 'joining' })
  t.match((await owner.send(`${url}about/`, { name: '' })).json().error, { field: 'name' })
  t.match((await owner.send(`${url}members/`, { people: 'admin friend' })).json(), { count: 4 })
  t.match((await owner.send(`${url}members/`, { people: [] })).json().error, { field: 'people' })
  await owner.send(`${url}members/role/`, { username: 'admin', role: 'admin' })
  t.match((await admin.send(`${url}members/remove/`, { username: 'friend' })).json(), {
    count: 3,
    role: 'admin',
  })
  const { members, ...group } = (await admin.json(`${url}about/`)).json()
  t.strictSame(group, { id, name: 'Late readers', about: '', history: 'joining', count: 3, role: 'admin' })
  t.strictSame(members, [
    { username: 'owner', display_name: 'Owner Demo', role: 'owner' },
    { username: 'member', display_name: 'Member Demo', role: 'member' },
    { username: 'admin', display_name: 'Admin Demo', role: 'admin' },
  ])
  t.equal((await owner.send(`${url}leave/`, {})).statusCode, 204)
  t.match((await admin.json(`${url}about/`)).json(), { count: 2, role: 'owner' })
})

t.test('the page about a group changes it, and says that it did', async (t) => {
  const { url, owner, admin, house, conversation, idOf } = await club(t)
  const press = async (path: string, fields: Record<string, string>, words: RegExp) => {
    const answer = await owner.post(url + path, fields)
    t.match([answer.statusCode, answer.headers.location], [303, /about\/\?done=/])
    t.match((await owner.get(answer.headers.location ?? '')).body, words)
  }
  const changed = { name: 'Other club', about: '', history: 'joining' }
  await press('about/', changed, /The group is changed.*Other club.*only messages from then on/s)
  await press('members/', { people: 'friend' }, /They are in the group now.*Friend Demo/s)
  await press('members/role/', { username: 'friend', role: 'admin' }, /What they may do is changed/)
  await press('members/remove/', { username: 'friend' }, /They are no member any more/)
  t.notMatch((await owner.get(`${url}about/`)).body, 'Friend Demo')
  const asks = (await owner.get(`${url}owner/?to=admin`)).body
  t.match(asks, /Admin Demo.*becomes the owner/s)
  t.equal((await owner.get(`${url}owner/?to=friend`)).statusCode, 404)
  await press('members/role/', { username: 'admin', role: 'owner' }, /handed over. You are an admin now/)
  t.match((await admin.get(`${url}leave/`)).body, /Owner Demo.*becomes the owner then/s)
  t.equal((await admin.post(`${url}leave/`, {})).headers.location, '/messages/')
  t.equal((await admin.get(`${url}about/`)).statusCode, 404)
  t.strictSame(
    [...(house.owners.groups.all.get(conversation)?.members ?? [])],
    [
      [idOf('owner'), 'owner'],
      [idOf('member'), 'member'],
    ],
  )
  for (const path of ['members/', 'members/remove/', 'members/role/'])
    t.equal((await owner.get(url + path)).headers.location, `${url}about/`, 'loaded again, it is the page')
  const refused = await owner.post(`${url}members/`, { people: 'friend nobody' })
  t.match(refused.body, /<details class="disclosure" id="add" open>.*“nobody”/s)
})

t.test('a thousand members are listed in pages and found by name', async (t) => {
  const { house, owner, idOf } = await club(t)
  const users = Array.from({ length: 999 }, (_, i) => house.add(`p_${i}`, `Éva van-der Demo ${i}`).id)
  const { conversation } = await house.owners.groups.add('Crowd', [idOf('owner'), ...users])
  const url = `/messages/group/${conversation.slice(2)}/about/`
  const rows = (body: string) => body.split('class="person-row').length - 1
  const first = (await owner.get(url)).body
  t.match(first, '1,000 members')
  t.equal(rows(first), 50)
  t.ok(first.indexOf('Owner Demo') < first.indexOf('Éva'), 'its owner first')
  t.match(unescaped(first), '?page=2')
  const last = (await owner.get(`${url}?page=20`)).body
  t.equal(rows(last), 50)
  t.notMatch(last, 'rel="next"')
  for (const [query, count] of [
    ['p_77', 11],
    ['éva', 50],
    ['EVA', 50],
    ['der demo 99', 10],
    ['nobody', 0],
  ] as const)
    t.equal(rows((await owner.get(`${url}?q=${encodeURIComponent(query)}`)).body), count, query)
  const found = (await owner.get(`${url}?q=eva&page=3`)).body
  t.match(unescaped(found), '?q=eva&page=4')
  t.equal((await owner.get(`${url}?page=21`)).statusCode, 422)
  const full = await owner.post(url.replace('about/', 'members/'), { people: 'friend' })
  t.match([full.statusCode, full.body], [409, /#field-people">A group takes up to 1,000 people/])
})

t.test('who may not be asked is UNAVAILABLE, and what is too fast is said', async (t) => {
  const { house, url, owner } = await club(t)
  const owners = [house.owners.messages, house.owners.groups]
  await Promise.all(owners.map(({ answers }) => answers.close()))
  t.equal((await owner.get(`${url}about/`)).statusCode, 503)
  t.equal((await owner.post(`${url}about/`, { name: 'x' })).statusCode, 503)
  const slow = await front(t, { sendRate: 1 })
  slow.add('ann')
  const ann = await slow.loggedIn('ann')
  for (let i = 0; i < 3; i += 1) await ann.post('/messages/groups/new/', { name: `Demo ${i}` })
  const fast = await ann.post('/messages/groups/new/', { name: 'Demo', people: '' })
  t.match([fast.statusCode, fast.body], [429, /That was tried too often/])
  t.ok(fast.headers['retry-after'])
})
