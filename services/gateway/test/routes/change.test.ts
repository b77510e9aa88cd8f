import { directConversation } from '@parley/contracts'
import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

t.test('a script edits and deletes what it sent', async (t) => {
  const { loggedIn, add, owners } = await front(t)
  const [{ id: annId }, bob] = [add('ann'), add('bob')]
  const ann = await loggedIn('ann')
  const conversation = directConversation(annId, bob.id)
  for (const text of ['one', 'two']) await ann.send('/messages/send/bob/', { message: text })
  const edited = await ann.send('/messages/edit/bob/', { id: 1, message: 'uno', client_id: 'e1' })
  t.equal(edited.statusCode, 200)
  t.match(edited.json(), { id: 1, content: 'uno', sender: 'ann', is_read: false })
  t.ok(Date.parse(edited.json<{ edited_at: string }>().edited_at))
  const again = await ann.send('/messages/edit/bob/', { id: 1, message: 'uno', client_id: 'e1' })
  t.strictSame(again.json(), edited.json(), 'once, however often it is sent')
  const deleted = await ann.send('/messages/delete/bob/', { id: 2 })
  t.match(deleted.json(), { id: 2, content: '', deleted: true })
  const { messages } = (await ann.json('/messages/history/bob/')).json<{ messages: unknown[] }>()
  t.match(messages, [
    { id: 1, content: 'uno' },
    { id: 2, content: '', deleted: true },
  ])
  const unread = (await (await loggedIn('bob')).json('/messages/unread/')).json()
  t.match(unread, { count: 1, messages: [{ content: 'uno' }] })
  await owners.messages.write(conversation, bob.id, 'of bob', 'b1')
  for (const [path, body, status] of [
    ['edit', { id: 3, message: 'x' }, 403],
    ['delete', { id: 3 }, 403],
    ['edit', { id: 9, message: 'x' }, 404],
    ['edit', { id: 2, message: 'x' }, 409],
    ['edit', { id: 1, message: ' ' }, 422],
    ['edit', { id: 1 }, 422],
    ['edit', { id: 1, message: 'x'.repeat(5_001) }, 422],
    ['edit', { id: 1, message: 'other', client_id: 'e1' }, 409],
    ['edit', { message: 'x' }, 422],
    ['delete', { id: { $gt: 0 } }, 422],
    ['delete', { id: -1 }, 422],
    ['delete', { id: '1.5' }, 422],
  ] as const) {
    const answer = await ann.send(`/messages/${path}/bob/`, body)
    t.equal(answer.statusCode, status, `${path} ${JSON.stringify(body)}`)
    t.match(answer.json(), { error: { message: String } })
  }
})

t.test('what somebody is not of does not exist for them', async (t) => {
  const { loggedIn, add } = await front(t)
  for (const name of ['ann', 'bob', 'eve']) add(name)
  const ann = await loggedIn('ann')
  await ann.send('/messages/send/bob/', { message: 'for bob alone' })
  const eve = await loggedIn('eve')
  for (const with_ of ['ann', 'bob']) {
    t.equal((await eve.send(`/messages/edit/${with_}/`, { id: 1, message: 'x' })).statusCode, 404)
    t.equal((await eve.send(`/messages/delete/${with_}/`, { id: 1 })).statusCode, 404)
    const page = await eve.get(`/messages/chat/${with_}/1/`)
    t.equal(page.statusCode, 404)
    t.notMatch(page.body, 'for bob alone')
  }
  t.match((await ann.get('/messages/chat/bob/1/')).body, 'for bob alone')
  t.equal((await ann.get('/messages/chat/bob/x/')).statusCode, 404)
  t.equal((await ann.get('/messages/chat/ann/1/')).statusCode, 422)
})

t.test('without the token of a page nothing is changed', async (t) => {
  const { loggedIn, add, app } = await front(t)
  for (const name of ['ann', 'bob']) add(name)
  const ann = await loggedIn('ann')
  await ann.send('/messages/send/bob/', { message: 'stays' })
  for (const path of ['edit', 'delete']) {
    const refused = await app.inject({
      method: 'POST',
      url: `/messages/${path}/bob/`,
      headers: { cookie: ann.cookie, accept: 'application/json' },
      payload: { id: 1, message: 'changed' },
    })
    t.equal(refused.statusCode, 403)
  }
  t.match((await ann.json('/messages/history/bob/')).json(), { messages: [{ content: 'stays' }] })
})

t.test('forms change a message and lead back to where it stands', async (t) => {
  const { loggedIn, add } = await front(t)
  for (const name of ['ann', 'bob']) add(name)
  const ann = await loggedIn('ann')
  for (const text of ['one', 'two']) await ann.send('/messages/send/bob/', { message: text })
  const chat = await ann.get('/messages/chat/bob/')
  t.match(chat.body, 'href="/messages/chat/bob/1/"')
  const own = await ann.get('/messages/chat/bob/1/')
  t.match(own.body, 'one')
  t.match(own.headers, { 'cache-control': 'no-store' })
  const [, clientId = ''] = /name="client_id" value="([^"]+)"/.exec(own.body) ?? []
  const form = { id: '1', client_id: clientId, message: 'uno' }
  for (let again = 0; again < 2; again++) {
    const saved = await ann.post('/messages/edit/bob/', form)
    t.equal(saved.statusCode, 303)
    t.equal(saved.headers.location, '/messages/chat/bob/?before=21#m-1')
  }
  t.match((await ann.get('/messages/chat/bob/')).body, /uno.*Edited/s)
  const refused = await ann.post('/messages/edit/bob/', { ...form, client_id: '', message: ' ' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'Write something first.')
  const theirs = await (await loggedIn('bob')).get('/messages/chat/ann/1/')
  t.match(theirs.body, /Earlier versions.*one/s)
  t.notMatch(theirs.body, 'Delete for everyone')
  t.equal((await ann.post('/messages/delete/bob/', { id: '1', client_id: '' })).statusCode, 303)
  for (const path of ['/messages/chat/bob/', '/messages/chat/bob/1/']) {
    const { body } = await ann.get(path)
    t.match(body, 'You deleted this message')
    t.notMatch(body, /uno|>one</)
  }
  await ann.post('/messages/delete/bob/', { id: '2' })
  t.match((await (await loggedIn('bob')).get('/messages/')).body, 'Message deleted')
})

t.test('both react by routes and by forms, without scripts too', async (t) => {
  const { loggedIn, add } = await front(t)
  for (const name of ['ann', 'bob', 'eve']) add(name)
  const [ann, bob, eve] = [await loggedIn('ann'), await loggedIn('bob'), await loggedIn('eve')]
  await ann.send('/messages/send/bob/', { message: 'one' })
  const reacted = await bob.send('/messages/react/ann/', { id: 1, emoji: '👍' })
  t.match(reacted.json(), { id: 1, content: 'one', reactions: [{ emoji: '👍', by: ['bob'] }] })
  await ann.send('/messages/react/bob/', { id: 1, emoji: '❤' })
  t.match((await ann.json('/messages/history/bob/')).json(), {
    messages: [
      {
        reactions: [
          { emoji: '👍', by: ['bob'] },
          { emoji: '❤️', by: ['ann'] },
        ],
      },
    ],
  })
  const form = { id: '1', emoji: '👍', client_id: '' }
  t.equal((await ann.post('/messages/react/bob/', form)).statusCode, 303)
  t.match((await bob.get('/messages/chat/ann/1/')).body, /You, ann/i)
  t.equal((await bob.post('/messages/unreact/ann/', form)).statusCode, 303)
  t.match((await bob.json('/messages/history/ann/')).json(), {
    messages: [{ reactions: [{ by: ['ann'] }, { by: ['ann'] }] }],
  })
  for (const emoji of ['', 'x', '👍👍', '<b>', { $gt: '' }])
    t.equal((await ann.send('/messages/react/bob/', { id: 1, emoji })).statusCode, 422, JSON.stringify(emoji))
  t.equal((await eve.send('/messages/react/ann/', { id: 1, emoji: '👍' })).statusCode, 404)
  t.equal((await eve.send('/messages/unreact/bob/', { id: 1, emoji: '👍' })).statusCode, 404)
})

t.test('a reply shows and leads to what it is a reply to, by routes and by forms', async (t) => {
  const { loggedIn, add } = await front(t)
  for (const name of ['ann', 'bob']) add(name)
  const [ann, bob] = [await loggedIn('ann'), await loggedIn('bob')]
  await ann.send('/messages/send/bob/', { message: 'a **question**' })
  const replied = await bob.send('/messages/send/ann/', { message: 'an answer', reply_to: 1 })
  t.match(replied.json(), { id: 2, content: 'an answer', reply_to: 1 })
  t.equal((await bob.send('/messages/send/ann/', { message: 'x', reply_to: 'y' })).statusCode, 422)
  t.equal((await bob.send('/messages/send/ann/', { message: 'x', reply_to: 99 })).statusCode, 422)
  const form = { message: 'by a form', reply_to: '2', client_id: '', seen: '2' }
  t.equal((await ann.post('/messages/send/bob/', form)).statusCode, 303)
  const page = unescaped((await ann.get('/messages/chat/bob/')).body)
  t.match(page, /class="quote" href="\/messages\/chat\/bob\/\?before=21#m-1"[^>]*data-re="1"/)
  t.match(page, /You<\/bdi>.*a question<\/span>/)
  t.match(page, /bob<\/bdi>.*an answer<\/span>/i)
  const refused = await ann.post('/messages/send/bob/', { ...form, message: ' ' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'name="reply_to" value="2"', 'sent once more it is a reply as well')
  await ann.send('/messages/delete/bob/', { id: 1 })
  t.match((await bob.get('/messages/chat/ann/')).body, /data-gone.*Message deleted/s)
})

t.test('a link leads each of the two to a message in their chat, and nobody else', async (t) => {
  const { loggedIn, add, visitor, owners } = await front(t)
  const [ann, bob] = ['ann', 'bob', 'eve'].map((name) => add(name))
  const conversation = directConversation(ann?.id ?? '', bob?.id ?? '')
  for (let i = 1; i <= 90; i++)
    await owners.messages.write(conversation, ann?.id ?? '', `text ${i}.`, `c${i}`)
  const [annBrowser, bobBrowser, eve] = [await loggedIn('ann'), await loggedIn('bob'), await loggedIn('eve')]
  const page = await annBrowser.get('/messages/chat/bob/3/')
  t.match(page.body, 'href="/messages/at/ann/bob/3/"')
  await annBrowser.send('/messages/delete/bob/', { id: 3 })
  for (const [browser, peer] of [
    [annBrowser, 'bob'],
    [bobBrowser, 'ann'],
  ] as const) {
    for (const url of ['/messages/at/ann/bob/3/', '/messages/at/Bob/ann/3/']) {
      const { statusCode, headers } = await browser.get(url)
      t.equal(statusCode, 302)
      t.equal(headers.location, `/messages/chat/${peer}/?before=23#m-3`)
      const { body } = await browser.get(String(headers.location))
      t.match(body, /id="m-3"[^>]*data-deleted/, 'also where it lies far back and is deleted')
    }
    for (const url of ['ann/bob/91', 'ann/bob/0', 'ann/bob/x', 'ann/ann/3', 'bob/bob/3', 'ann/eve/3'])
      t.equal((await browser.get(`/messages/at/${url}/`)).statusCode, 404, url)
  }
  for (const url of ['ann/bob/3', 'ann/eve/3', 'ann/nobody/3', 'nobody/bob/3'])
    t.equal((await eve.get(`/messages/at/${url}/`)).statusCode, 404, url)
  t.match((await visitor().get('/messages/at/ann/bob/3/')).headers.location, /^\/login\?next=/)
})
