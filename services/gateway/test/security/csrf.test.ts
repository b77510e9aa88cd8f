import { waitFor } from '@parley/testing'
import t from 'tap'
import { front } from '../front.ts'

const writes = [
  '/login',
  '/signup',
  '/logout',
  '/messages/send/bob/',
  '/messages/edit/bob/',
  '/messages/delete/bob/',
  '/messages/react/bob/',
  '/messages/unreact/bob/',
  '/messages/forward/bob/',
  '/messages/pin/bob/',
  '/messages/unpin/bob/',
  '/messages/save/bob/',
  '/messages/unsave/bob/',
  '/messages/group/walks/send/',
  '/messages/group/walks/edit/',
  '/messages/group/walks/delete/',
  '/messages/group/walks/react/',
  '/messages/group/walks/unreact/',
  '/messages/group/walks/forward/',
  '/messages/group/walks/pin/',
  '/messages/group/walks/unpin/',
  '/messages/group/walks/save/',
  '/messages/group/walks/unsave/',
  '/messages/group/walks/arrange/',
  '/messages/groups/new/',
  '/messages/group/walks/about/',
  '/messages/group/walks/members/',
  '/messages/group/walks/members/remove/',
  '/messages/group/walks/members/role/',
  '/messages/group/walks/leave/',
  '/messages/group/walks/invites/',
  '/messages/group/walks/invites/end/',
  '/join/token/',
  '/settings/profile/',
  '/settings/presence/',
  '/settings/status/',
  '/settings/password/',
  '/settings/sessions/end/',
  '/settings/sessions/end-others/',
  '/messages/arrange/bob/',
  '/messages/block/bob/',
  '/messages/unblock/bob/',
  '/messages/report/bob/',
  '/messages/group/walks/report/',
  '/settings/delete/',
] as const

t.test('no write without a token, nor with a wrong one, another secret’s or another session’s', async (t) => {
  const { loggedIn, visitor, add } = await front(t)
  add('ann')
  add('bob')
  const [ann, bob, eve] = [await loggedIn('ann'), await loggedIn('bob'), visitor()]
  await eve.get('/login')
  const fields = { username: 'ann', password: 'password of ann', message: 'Hello' }
  for (const url of writes) {
    for (const [why, token] of Object.entries({
      none: '',
      wrong: 'a-b-c',
      'of another secret': eve.token,
      'of another session': bob.token,
    })) {
      const form = await ann.twin().post(url, { ...fields, csrf_token: token })
      t.equal(form.statusCode, 403, `${url}, a token that is ${why}`)
      t.match(form.body, 'This was not allowed')
      const script = await ann.twin().send(url, fields, { 'x-csrftoken': token })
      t.equal(script.statusCode, 403)
      t.equal(script.json().error.code, 'FORBIDDEN')
    }
  }
  t.equal((await ann.json('/session')).statusCode, 204)
  t.equal((await ann.json('/messages/history/bob/')).json().messages.length, 0)
})

t.test('a token by header or by either field is taken, with the secret of the same browser', async (t) => {
  const { loggedIn, add } = await front(t)
  add('ann')
  add('bob')
  const ann = await loggedIn('ann')
  t.equal((await ann.send('/messages/send/bob/', { message: 'by header' })).statusCode, 200)
  for (const name of ['csrf_token', 'csrfmiddlewaretoken']) {
    const fields = { [name]: ann.token, message: `by ${name}` }
    t.equal((await ann.send('/messages/send/bob/', fields, { 'x-csrftoken': '' })).statusCode, 200)
  }
  const without = ann.twin()
  without.cookies.delete('parley_csrf')
  t.equal((await without.send('/messages/send/bob/', { message: 'no' })).statusCode, 403)
})

t.test(
  'the first GET of a page, or of a route for scripts, gives the token; scripts can read it',
  async (t) => {
    const { visitor } = await front(t)
    for (const url of ['/login', '/messages/unread/', '/people/', '/nowhere']) {
      const answer = await visitor().json(url)
      const token = answer.cookies.find(({ name }) => name === 'csrftoken')
      t.ok(token, url)
      t.notOk(token?.httpOnly)
      t.equal(token?.sameSite, 'Lax')
      const secret = answer.cookies.find(({ name }) => name === 'parley_csrf')
      t.ok(secret?.httpOnly)
    }
  },
)

t.test('who comes with a session that has ended gets a token that is good for the login', async (t) => {
  const { owners, loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  await owners.accounts.endAll('ann')
  const ended = async () => (await ann.json('/messages/unread/')).statusCode === 401
  await waitFor(ended, { what: 'the end of the session' })
  const login = await ann.post('/login', { username: 'ann', password: 'password of ann' })
  t.equal(login.statusCode, 303)
})
