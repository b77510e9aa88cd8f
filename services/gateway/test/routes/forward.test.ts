import { directConversation, ParleyError } from '@parley/contracts'
import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

async function house(t: Parameters<typeof front>[0]) {
  const parts = await front(t)
  const [ann, bob, cat, dan] = ['ann', 'bob', 'cat', 'dan'].map((name) => parts.add(name).id)
  await parts.owners.messages.write(directConversation(ann ?? '', bob ?? ''), bob ?? '', 'the **news**', 'c1')
  const contents = async (name: string, peer: string) =>
    (await (await parts.loggedIn(name)).json(`/messages/history/${peer}/`)).json<{
      messages: { content: string; forwarded?: true; sender: string }[]
    }>().messages
  return { ...parts, ids: { ann: ann ?? '', bob: bob ?? '', cat: cat ?? '', dan: dan ?? '' }, contents }
}

t.test('a script forwards a message to several, once however often it asks', async (t) => {
  const { loggedIn, contents } = await house(t)
  const ann = await loggedIn('ann')
  const asked = { id: 1, to: ['cat', 'DAN', 'cat'], client_id: 'f1' }
  const answer = await ann.send('/messages/forward/bob/', asked)
  t.equal(answer.statusCode, 200)
  const own = { id: 1, sender: 'ann', content: 'the **news**', forwarded: true, is_read: false }
  t.match(answer.json(), {
    messages: [
      { ...own, recipient: 'cat' },
      { ...own, recipient: 'dan' },
    ],
    failed: [],
  })
  t.strictSame((await ann.send('/messages/forward/bob/', asked)).json(), answer.json())
  for (const name of ['cat', 'dan'])
    t.match(await contents(name, 'ann'), [{ content: 'the **news**', forwarded: true, sender: 'ann' }])
  t.notMatch(JSON.stringify(await contents('cat', 'ann')), 'bob', 'not whose it was')
  t.equal((await contents('cat', 'ann')).length, 1)
  for (const [body, status] of [
    [{ id: 1 }, 422],
    [{ id: 1, to: [] }, 422],
    [{ id: 1, to: [7] }, 422],
    [{ id: 1, to: ['ann'] }, 422],
    [{ id: 1, to: ['x'] }, 422],
    [{ id: 1, to: Array.from({ length: 21 }, (_, i) => `person${i}`) }, 422],
    [{ id: 1, to: ['cat', 'nobody'] }, 404],
    [{ id: 9, to: ['cat'] }, 404],
    [{ id: 'x', to: ['cat'] }, 422],
    [{ to: ['cat'] }, 422],
    [{ id: 1, to: ['cat'], client_id: '?' }, 422],
  ] as const) {
    const refused = await ann.send('/messages/forward/bob/', body)
    t.equal(refused.statusCode, status, JSON.stringify(body))
    t.match(refused.json(), { error: { message: String } })
  }
  t.equal((await contents('cat', 'ann')).length, 1, 'nothing is sent to anybody where one is not there')
})

t.test('what one may not read one cannot forward, nor what is deleted', async (t) => {
  const { loggedIn, owners, ids, contents } = await house(t)
  const cat = await loggedIn('cat')
  for (const [peer, id] of [
    ['ann', 1],
    ['bob', 1],
    ['bob', 2],
  ] as const) {
    const answer = await cat.send(`/messages/forward/${peer}/`, { id, to: ['dan'] })
    t.equal(answer.statusCode, 404)
    const page = await cat.get(`/messages/forward/${peer}/?id=${id}`)
    t.equal(page.statusCode, 404)
    t.notMatch(page.body, 'news')
  }
  await owners.messages.change(directConversation(ids.ann, ids.bob), ids.bob, { n: 1, clientId: 'gone' })
  const ann = await loggedIn('ann')
  t.equal((await ann.send('/messages/forward/bob/', { id: 1, to: ['dan'] })).statusCode, 409)
  t.notMatch((await ann.get('/messages/forward/bob/?id=1')).body, 'type="checkbox"')
  t.equal((await contents('dan', 'cat')).length + (await contents('dan', 'ann')).length, 0)
})

t.test('who could be reached has it, and it is said who could not', async (t) => {
  const { loggedIn, owners, ids, contents } = await house(t)
  const { messages } = owners
  const forward = messages.forward.bind(messages)
  let isAway = true
  messages.forward = async (from, by, to, clientId) => {
    if (isAway && to === directConversation(ids.ann, ids.cat)) throw new ParleyError('UNAVAILABLE')
    return await forward(from, by, to, clientId)
  }
  const ann = await loggedIn('ann')
  const asked = { id: 1, to: ['cat', 'dan'], client_id: 'f1' }
  t.match((await ann.send('/messages/forward/bob/', asked)).json(), {
    messages: [{ recipient: 'dan' }],
    failed: [{ to: 'cat', error: { code: 'UNAVAILABLE' } }],
  })
  t.equal((await ann.send('/messages/forward/bob/', { ...asked, to: ['cat'] })).statusCode, 503)
  const form = { id: '1', client_id: 'f1', action: 'forward', to_cat: '1', to_dan: '1' }
  const refused = await ann.post('/messages/forward/bob/', form)
  t.equal(refused.statusCode, 503)
  t.match(refused.body, /name="to_cat" value="1" checked/)
  t.notMatch(refused.body, /name="to_dan" value="1" checked/, 'who has it is not asked for again')
  isAway = false
  t.match((await ann.send('/messages/forward/bob/', asked)).json(), { failed: [] })
  for (const name of ['cat', 'dan']) t.equal((await contents(name, 'ann')).length, 1)
})

t.test('without scripts one looks for people, keeps whom one chose, and sends once', async (t) => {
  const { loggedIn, contents } = await house(t)
  const ann = await loggedIn('ann')
  t.match((await ann.get('/messages/chat/bob/1/')).body, 'href="/messages/forward/bob/?id=1"')
  const page = await ann.get('/messages/forward/bob/?id=1')
  t.match(page.body, '<strong>news</strong>')
  t.match(page.body, 'name="to_bob"', 'whom one wrote with last')
  const [, clientId = ''] = /name="client_id" value="([^"]+)"/.exec(page.body) ?? []
  const form = { id: '1', client_id: clientId, q: 'dan' }
  const found = await ann.post('/messages/forward/bob/', { ...form, to_cat: '1', action: 'find' })
  t.equal(found.statusCode, 200)
  t.match(found.body, /name="to_cat" value="1" checked.*name="to_dan" value="1" >/s)
  t.match(found.body, `name="client_id" value="${clientId}"`)
  t.equal((await contents('cat', 'ann')).length, 0, 'looking sends nothing')
  const none = await ann.post('/messages/forward/bob/', { ...form, q: '<b>', action: 'find' })
  t.match(unescaped(none.body), 'Nobody else is called “<b>”')
  const nobody = await ann.post('/messages/forward/bob/', { ...form, action: 'forward' })
  t.equal(nobody.statusCode, 422)
  t.match(nobody.body, 'Choose at least one conversation.')
  const unknown = await ann.post('/messages/forward/bob/', { ...form, to_nobody: '1', action: 'forward' })
  t.equal(unknown.statusCode, 404)
  t.match(unknown.body, 'There is nobody called nobody.')
  for (let again = 0; again < 2; again++) {
    const sent = await ann.post('/messages/forward/bob/', {
      ...form,
      to_cat: '1',
      to: 'dan',
      action: 'forward',
    })
    t.equal(sent.statusCode, 303)
    t.equal(sent.headers.location, '/messages/chat/bob/?before=21#m-1')
  }
  for (const name of ['cat', 'dan']) t.equal((await contents(name, 'ann')).length, 1)
  t.match(
    (await (await loggedIn('cat')).get('/messages/chat/ann/')).body,
    /class="forwarded".*Forwarded<\/p>/s,
  )
  const one = await ann.post('/messages/forward/bob/', { id: '1', client_id: '', to_cat: '1' })
  t.equal(one.headers.location, '/messages/chat/cat/')
})
