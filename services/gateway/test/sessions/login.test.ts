import t from 'tap'
import { front } from '../front.ts'

t.test('a script written for Django logs in and out', async (t) => {
  const { visitor, add } = await front(t)
  add('ann')
  const script = visitor()
  const accept = { accept: '*/*' }
  t.equal((await script.get('/login', accept)).statusCode, 200)
  const form = { username: 'ann', password: 'password of ann', csrf_token: '' }
  const { csrf_token: _, ...fields } = form
  const body = new URLSearchParams({
    ...fields,
    csrfmiddlewaretoken: decodeURIComponent(script.token),
  }).toString()
  const headers = { ...accept, 'content-type': 'application/x-www-form-urlencoded' }
  const anonymousToken = script.token
  const answer = await script.ask({ method: 'POST', url: '/login', body, headers })
  t.equal(answer.statusCode, 303)
  t.equal(answer.headers.location, '/messages/')
  t.not(script.token, anonymousToken, 'the token changes with the session')
  t.equal((await script.json('/session')).statusCode, 204)
  t.equal((await script.json('/messages/unread/')).json().count, 0)

  const again = new URLSearchParams({ csrfmiddlewaretoken: anonymousToken }).toString()
  t.equal((await script.ask({ method: 'POST', url: '/logout', body: again, headers })).statusCode, 403)
  t.equal((await script.json('/session')).statusCode, 204)
  const good = new URLSearchParams({ csrfmiddlewaretoken: script.token }).toString()
  const out = await script.ask({ method: 'POST', url: '/logout', body: good, headers })
  t.equal(out.statusCode, 303)
  t.equal((await script.json('/session')).statusCode, 401)
})
