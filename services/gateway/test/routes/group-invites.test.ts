import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

async function club(t: Parameters<typeof front>[0], parts: Parameters<typeof front>[1] = {}) {
  const house = await front(t, { clock: Date.now, ...parts })
  for (const username of ['owner', 'member', 'guest', 'other']) house.add(username, `${username} Demo`)
  const users = ['owner', 'member'].map((username) => house.owners.accounts.find(username).id)
  const about = 'About <demos>'
  const { conversation } = await house.owners.groups.add('Demo club', users, { about })
  const url = `/messages/group/${conversation.slice(2)}/`
  const [owner, guest] = [await house.loggedIn('owner'), await house.loggedIn('guest')]
  return { house, url, conversation, owner, guest }
}

interface Link {
  token: string
  url: string
  until: string | null
  uses: number | null
  used: number
  by: string
}

t.test('a link is made, shown, used and ended', async (t) => {
  const { house, url, owner, guest } = await club(t)
  t.match((await owner.get(`${url}invites/`)).body, 'There is no link yet')
  const made = await owner.post(`${url}invites/`, { expires: 'hour', uses: '10' })
  t.equal(made.headers.location, `${url}invites/?done=made`)
  const sent = { expires: 'day', uses: 'any', client_id: 'form' }
  for (const fields of [sent, sent, { ...sent, uses: '1' }]) await owner.post(`${url}invites/`, fields)
  const listed = (await owner.json(`${url}invites/`)).json<{ invites: Link[] }>().invites
  t.strictSame(
    listed.map(({ uses }) => uses),
    [1, null, 10],
    'sent twice it is one, filled in otherwise another',
  )
  for (const { token } of listed.slice(0, 2)) await owner.post(`${url}invites/end/`, { token })
  const page = unescaped((await owner.get(`${url}invites/?done=made`)).body)
  t.match(page, 'The link is made.')
  t.match(page, 'used 0 of 10 times')
  const [, token = ''] = /value="http:\/\/localhost[:\d]*\/join\/([\w-]{20,})\/"/.exec(page) ?? []

  const join = await guest.get(`/join/${token}/`)
  t.equal(join.statusCode, 200)
  for (const words of [
    'Demo club',
    'About <demos>',
    '2 members',
    'owner Demo',
    '@owner',
    'You can join until',
  ])
    t.match(unescaped(join.body), words)
  t.notMatch(join.body, 'member Demo', 'and nothing of who else is in it')
  t.equal((await guest.get(`${url}about/`)).statusCode, 404, 'to look is not to join')
  t.equal((await guest.post(`/join/${token}/`, {})).headers.location, url)
  t.match((await guest.get(`${url}about/`)).body, '3 members')
  t.equal((await guest.get(`/join/${token}/`)).headers.location, url, 'a member is led to the group')
  t.equal((await guest.post(`/join/${token}/`, {})).headers.location, url)
  t.match((await owner.get(`${url}invites/`)).body, 'used 1 of 10 times')

  const ended = await owner.post(`${url}invites/end/`, { token })
  t.equal(ended.headers.location, `${url}invites/?done=ended`)
  t.match((await owner.get(`${url}invites/?done=ended`)).body, 'lets nobody in any more')
  const other = await house.loggedIn('other')
  for (const gone of [token, 'x'.repeat(30), 'short', '<b>']) {
    const address = `/join/${encodeURIComponent(gone)}/`
    for (const answer of [await other.get(address), await other.post(address, {})]) {
      t.equal(answer.statusCode, 404)
      t.match(answer.body, 'This link lets nobody in')
      t.notMatch(answer.body, 'Demo club')
    }
    t.match((await other.json(address)).json(), { error: { code: 'NOT_FOUND' } })
    t.match((await other.send(address, {})).json(), { error: { code: 'NOT_FOUND' } })
  }
  t.match((await owner.json(`${url}about/`)).json(), { count: 3 })
})

t.test('who is not logged in is led to the login and back', async (t) => {
  const { house, url, owner } = await club(t)
  const { token } = (await owner.send(`${url}invites/`, { expires: 'week' })).json<Link>()
  const stranger = house.visitor()
  const away = await stranger.get(`/join/${token}/`)
  t.equal(away.headers.location, `/login?next=${encodeURIComponent(`/join/${token}/`)}&notice=needs-login`)
  t.match(unescaped((await stranger.get(away.headers.location ?? '')).body), '/signup?next=%2Fjoin%2F')
  const login = { username: 'guest', password: 'password of guest', next: `/join/${token}/` }
  t.equal((await stranger.post('/login', login)).headers.location, `/join/${token}/`)
  t.equal((await stranger.get(`/join/${token}/`)).statusCode, 200)
})

t.test('a script makes links by JSON, within bounds, and one for each client id', async (t) => {
  const { url, owner, guest, house, conversation } = await club(t, { origin: 'https://chat.example.org' })
  const asked = { expires: 'day', uses: 1, client_id: 'a' }
  const made = (await owner.send(`${url}invites/`, asked)).json<Link>()
  t.match(made, { url: `https://chat.example.org/join/${made.token}/`, uses: 1, used: 0, by: 'owner' })
  const left = Date.parse(made.until ?? '') - Date.now()
  t.ok(left > 86_000_000 && left <= 86_400_000)
  t.strictSame((await owner.send(`${url}invites/`, asked)).json(), made)
  const open = (await owner.send(`${url}invites/`, {})).json<Link>()
  t.match(open, { until: null, uses: null })
  for (const wrong of [{ expires: 'year' }, { uses: 0 }, { uses: 1_001 }, { uses: '1e3' }, { uses: [1] }]) {
    const { error } = (await owner.send(`${url}invites/`, wrong)).json()
    t.match(error, { code: 'INVALID', field: Object.keys(wrong)[0] })
  }
  const refused = await owner.post(`${url}invites/`, { expires: 'week', uses: 'lots' })
  t.match([refused.statusCode, refused.body], [422, /#field-uses.*<option value="week" selected>/s])
  const { invites } = (await owner.json(`${url}invites/`)).json<{ invites: Link[] }>()
  t.strictSame(invites, [open, made])

  const seen = (await guest.json(`/join/${made.token}/`)).json()
  const id = conversation.slice(2)
  t.strictSame(seen, {
    id,
    name: 'Demo club',
    about: 'About <demos>',
    count: 2,
    by: 'owner',
    until: made.until,
    is_member: false,
  })
  const joined = (await guest.send(`/join/${made.token}/`, {})).json()
  t.match(joined, { id, count: 3, role: 'member' })
  const other = await house.loggedIn('other')
  t.equal((await other.send(`/join/${made.token}/`, {})).statusCode, 404, 'it was for one')
  t.equal((await owner.send(`${url}invites/end/`, { token: open.token })).statusCode, 204)
  t.equal((await owner.send(`${url}invites/end/`, { token: 'x' })).statusCode, 422)
  t.strictSame((await owner.json(`${url}invites/`)).json(), { invites: [] })
})

t.test('what there is no room for is said on the page', async (t) => {
  const { url, owner, guest, house } = await club(t)
  for (let i = 0; i < 20; i += 1) await owner.send(`${url}invites/`, {})
  const more = await owner.post(`${url}invites/`, { expires: 'day', uses: 'any' })
  t.match([more.statusCode, more.body], [409, /up to 20 invite links/])
  const users = [house.owners.accounts.find('owner').id, ...Array.from({ length: 999 }, (_, i) => `p${i}`)]
  const crowd = await house.owners.groups.add('Demo crowd', users)
  const way = (await owner.send(`/messages/group/${crowd.conversation.slice(2)}/invites/`, {})).json<Link>()
  const full = await guest.post(`/join/${way.token}/`, {})
  t.match([full.statusCode, full.body], [409, /role="alert">A group takes up to 1,000 people\./])
  t.match(full.body, 'Demo crowd')
})
