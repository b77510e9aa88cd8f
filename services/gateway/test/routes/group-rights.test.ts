import t from 'tap'
import { unescaped } from '../visitor.ts'
import { club } from './club.ts'

t.test('who is not in it finds nothing at any address', async (t) => {
  const { house, url, conversation, outsider, owner } = await club(t)
  const token = 'x'.repeat(24)
  const pages = ['about/', 'owner/?to=member', 'leave/', 'invites/']
  const forms: [string, Record<string, string>][] = [
    ['about/', { name: 'Mine' }],
    ['members/', { people: 'outsider' }],
    ['members/remove/', { username: 'member' }],
    ['members/role/', { username: 'outsider', role: 'owner' }],
    ['leave/', {}],
    ['invites/', { expires: 'day', uses: '1' }],
    ['invites/end/', { token }],
  ]
  const nowhere = '/messages/group/nosuchgroup/'
  const said = new Set<string>()
  for (const place of [url, nowhere, '/messages/group/Nope!/']) {
    for (const path of pages) {
      const page = await outsider.get(place + path)
      t.equal(page.statusCode, 404, path)
      t.notMatch(page.body, /Demo club|Member Demo|About/, path)
      const json = await outsider.json(place + path)
      if (!path.startsWith('owner') && path !== 'leave/') said.add(JSON.stringify(json.json()))
    }
    for (const [path, fields] of forms) {
      const page = await outsider.post(place + path, fields)
      t.equal(page.statusCode, 404, path)
      t.notMatch(page.body, /Demo club|Member Demo|About/, path)
      const json = await outsider.send(place + path, fields)
      t.equal(json.statusCode, 404, path)
      said.add(JSON.stringify(json.json()))
    }
  }
  t.equal(said.size, 1, 'and the same words everywhere')
  t.match(house.owners.groups.all.get(conversation), { name: 'Demo club' })
  t.match((await owner.json(`${url}about/`)).json(), { count: 3 })

  const stranger = house.visitor()
  const page = await stranger.get(`${url}about/`)
  t.equal(page.headers.location, `/login?next=${encodeURIComponent(`${url}about/`)}&notice=needs-login`)
  t.equal((await stranger.send(`${url}about/`, { name: 'x' })).statusCode, 401)
  const noToken = await owner.send(`${url}about/`, { name: 'x' }, { 'x-csrftoken': 'wrong' })
  t.match([noToken.statusCode, noToken.json().error.message], [403, /CSRF/])
})

t.test('a member without the role is offered nothing, and told why', async (t) => {
  const { url, member, admin, owner, house, conversation, idOf } = await club(t)
  const page = (await member.get(`${url}about/`)).body
  t.match(unescaped(page), 'About <demos>')
  t.notMatch(page, /member-menu"|Add people|Invite links|Change name|action="[^"]*members/)
  t.match(page, `href="${url}leave/"`)
  const forms: [string, Record<string, string>, RegExp][] = [
    ['about/', { name: 'Mine' }, /Only the owner and admins of a group can change the group\./],
    ['members/', { people: 'friend' }, /can add people\./],
    ['members/remove/', { username: 'admin' }, /can remove people\./],
    ['members/role/', { username: 'member', role: 'admin' }, /Only the owner of a group/],
    ['invites/', { expires: 'day', uses: '1' }, /can see and make its invite links\./],
    ['invites/end/', { token: 'x'.repeat(24) }, /can see and make its invite links\./],
  ]
  for (const [path, fields, words] of forms) {
    const refused = await member.post(url + path, fields)
    t.match([refused.statusCode, refused.body], [403, words], path)
    const json = await member.send(url + path, fields)
    t.match([json.statusCode, json.json().error], [403, { code: 'FORBIDDEN', message: words }], path)
  }
  t.match((await member.get(`${url}invites/`)).statusCode, 403)
  t.match((await member.get(`${url}owner/?to=admin`)).statusCode, 403)
  for (const username of ['owner', 'nobody']) {
    const remove = await admin.post(`${url}members/remove/`, { username })
    t.match(
      remove.body,
      username === 'owner' ? 'Only the owner can remove an admin.' : 'no member of the group',
    )
  }
  const roles = await owner.post(`${url}members/role/`, { username: 'owner', role: 'member' })
  t.match([roles.statusCode, roles.body], [422, /make somebody else the owner/])
  t.equal((await owner.send(`${url}members/role/`, { username: 'member', role: 'king' })).statusCode, 422)
  const own = (await admin.get(`${url}about/`)).body
  t.match(own, 'Remove from the group')
  t.notMatch(own, /Make an admin|Hand the group over/, 'what is for the owner')
  t.strictSame(
    house.owners.groups.all.get(conversation)?.members,
    new Map([
      [idOf('owner'), 'owner'],
      [idOf('admin'), 'admin'],
      [idOf('member'), 'member'],
    ]),
  )
})
