import { closedWords, type socket } from '@parley/contracts'
import { BrowserlessPerson, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { type ErrorBody, type Installation, type PublicMessage, three } from './surface-people.ts'

/** The end of an account through a whole installation: what is gone, what stays, and that nobody else is touched. */
export function deletionSuite(t: Test, installation: Installation): void {
  const [url, second = url] = installation.urls

  t.test(
    'an account is deleted for good: its sessions, its names, and the ways to write to it',
    async (t) => {
      const { ann, ben, eve } = await three(installation)
      const { username, password } = ann
      const elsewhere = new BrowserlessPerson(second, username)
      await elsewhere.form('/login', { username, password })
      await ann.post(`/messages/send/${ben.username}/`, { message: 'of ann' })
      await ben.post(`/messages/send/${username}/`, { message: 'of ben' })
      await ann.post(`/messages/arrange/${ben.username}/`, { action: 'pin' })
      const sockets = [await ann.open('/ws/'), await elsewhere.open('/ws/notifications/')]
      const eves = await eve.open('/ws/notifications/')
      const bens = await ben.open('/ws/')
      bens.send({ type: 'hello', id: 1, version: 1 })
      const hello = await bens.next<{ id: number; body: socket.Answers['hello'] }>(({ id }) => id === 1)
      const annId = hello.body.people.find((one) => one.username === username)?.id ?? ''

      const wrong = await ann.post('/settings/delete/', { current_password: 'not it at all' })
      t.match([wrong.status, wrong.json<ErrorBody>().error.field], [403, 'current_password'])
      t.equal((await ann.post('/settings/delete/', { current_password: password })).status, 204)
      t.strictSame(await Promise.all(sockets.map(({ closed }) => closed)), [4500, 4500])
      for (const one of [ann, elsewhere]) t.equal((await one.get('/messages/unread/')).status, 401)
      for (const where of [url, second]) {
        const again = new BrowserlessPerson(where, username)
        t.not((await again.form('/login', { username, password })).status, 303)
      }
      await t.rejects(BrowserlessPerson.signUp(second, username), /sign-up/)

      // Of a moment ago a gateway may still know the name.
      await waitFor(async () => (await ben.get(`/messages/history/${username}/`)).status === 404, {
        what: 'the username to be gone',
      })
      bens.send({ type: 'heads', id: 2 })
      const heads = await bens.next<{ id: number; body: socket.Answers['heads'] }>(({ id }) => id === 2)
      const gone = heads.body.people.find(({ id }) => id === annId)
      t.match(gone, { displayName: 'Deleted account', deleted: true })
      const path = gone?.username ?? ''
      t.match(path, /^deleted_/)
      const { messages } = (await ben.get(`/messages/history/${path}/`)).json<{ messages: PublicMessage[] }>()
      t.match(messages, [
        { content: 'of ann', sender: path },
        { content: 'of ben', recipient: path },
      ])
      const conversation = hello.body.conversations[0]?.conversation ?? ''
      await waitFor(
        async () => {
          bens.send({ type: 'open', id: bens.all.length + 100, username: path })
          const id = bens.all.length + 100
          const { body } = await bens.next<{ id: number; body: socket.Answers['open'] }>(
            (one) => one.id === id,
          )
          return body.conversation.closed === true
        },
        { what: 'the conversation to be closed' },
      )
      bens.send({ type: 'send', id: 9_999, conversation, clientId: 'late', text: 'hello?' })
      const refused = await bens.next<socket.ErrorFrame>(({ id }) => id === 9_999)
      t.match(refused, { error: { code: 'FORBIDDEN', message: closedWords } })
      const found = await eve.request(`/people/?q=${username}`, { headers: { accept: 'text/html' } })
      t.notMatch(found.text, `/people/${username}/`)
      t.equal((await eve.get(`/messages/history/${username}/`)).status, 404)
      t.equal((await eve.post(`/messages/send/${ben.username}/`, { message: 'others go on' })).status, 200)
      t.equal(eves.socket.readyState, eves.socket.OPEN)
      for (const one of [bens, eves]) await one.close()
    },
  )
}
