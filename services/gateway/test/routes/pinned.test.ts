import { directConversation } from '@parley/contracts'
import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

async function house(t: Parameters<typeof front>[0]) {
  const parts = await front(t)
  const [ann, bob] = [parts.add('ann', 'Ann'), parts.add('bob', 'Bob')]
  parts.add('eve')
  const conversation = directConversation(ann.id, bob.id)
  for (let i = 1; i <= 90; i++)
    await parts.owners.messages.write(conversation, i % 2 === 0 ? ann.id : bob.id, `text **${i}**`, `c${i}`)
  return { ...parts, conversation, annId: ann.id }
}

t.test('both pin by routes, and see what is pinned', async (t) => {
  const { loggedIn, owners, conversation, annId } = await house(t)
  const [ann, bob] = [await loggedIn('ann'), await loggedIn('bob')]
  const pinned = await ann.send('/messages/pin/bob/', { id: 1, client_id: 'p1' })
  t.equal(pinned.statusCode, 200)
  t.match(pinned.json(), { id: 1, content: 'text **1**' })
  t.ok(Date.parse(pinned.json<{ pinned_at: string }>().pinned_at))
  t.strictSame(
    (await ann.send('/messages/pin/bob/', { id: 1, client_id: 'p1' })).json(),
    pinned.json(),
    'once, however often it is sent',
  )
  await bob.send('/messages/pin/ann/', { id: 90 })
  for (const [browser, peer] of [
    [ann, 'bob'],
    [bob, 'ann'],
  ] as const) {
    t.match((await browser.json(`/messages/pinned/${peer}/`)).json(), { messages: [{ id: 90 }, { id: 1 }] })
    const chat = unescaped((await browser.get(`/messages/chat/${peer}/`)).body)
    t.match(chat, `class="pinned-newest" href="/messages/chat/${peer}/?before=110#m-90"`)
    t.match(chat, /text 90<\/span>/)
    t.match(chat, 'All 2')
    t.match(chat, /id="m-90"[^>]*data-pinned/)
    const page = await browser.get(`/messages/pinned/${peer}/`)
    t.match(unescaped(page.body), `href="/messages/chat/${peer}/?before=21#m-1"`)
    t.match(page.body, 'text <strong>1</strong>')
    const bar = await browser.get(`/messages/pinned/${peer}/?for=bar`, { 'hx-request': 'true' })
    t.match(bar.body, /^<aside id="pinned"[^>]*data-numbers="90 1"/)
  }
  await owners.messages.change(conversation, annId, { n: 90, clientId: 'gone' })
  t.match((await bob.json('/messages/pinned/ann/')).json(), { messages: [{ id: 1 }] })
  t.equal((await ann.send('/messages/pin/bob/', { id: 90 })).statusCode, 409)
  const unpinned = await bob.send('/messages/unpin/ann/', { id: 1 })
  t.equal(unpinned.json<{ pinned_at?: string }>().pinned_at, undefined)
  t.strictSame((await ann.json('/messages/pinned/bob/')).json(), { messages: [] })
  t.match((await ann.get('/messages/chat/bob/')).body, /<aside id="pinned"[^>]*hidden/)
  t.match((await ann.get('/messages/pinned/bob/')).body, 'Nothing is pinned')
  for (const id of [0, 'x', -1, { $gt: 0 }])
    t.equal((await ann.send('/messages/pin/bob/', { id })).statusCode, 422)
  t.equal((await ann.send('/messages/pin/bob/', { id: 91 })).statusCode, 404)
})

t.test('without scripts one pins on the message’s page and unpins in the list', async (t) => {
  const { loggedIn } = await house(t)
  const ann = await loggedIn('ann')
  t.match((await ann.get('/messages/chat/bob/3/')).body, 'action="/messages/pin/bob/"')
  const done = await ann.post('/messages/pin/bob/', { id: '3', client_id: '' })
  t.equal(done.statusCode, 303)
  t.equal(done.headers.location, '/messages/chat/bob/?before=23#m-3')
  t.match((await ann.get('/messages/chat/bob/3/')).body, 'action="/messages/unpin/bob/"')
  t.match(
    (await ann.get('/messages/pinned/bob/')).body,
    /text <strong>3<\/strong>.*name="back" value="pinned"/s,
  )
  const back = await ann.post('/messages/unpin/bob/', { id: '3', back: 'pinned' })
  t.equal(back.headers.location, '/messages/pinned/bob/')
  t.match((await ann.get('/messages/pinned/bob/')).body, 'Nothing is pinned')
})

t.test('others neither pin nor learn what is pinned', async (t) => {
  const { loggedIn } = await house(t)
  const [ann, eve] = [await loggedIn('ann'), await loggedIn('eve')]
  await ann.send('/messages/pin/bob/', { id: 1 })
  for (const peer of ['ann', 'bob']) {
    t.equal((await eve.send(`/messages/pin/${peer}/`, { id: 1 })).statusCode, 404)
    t.equal((await eve.send(`/messages/unpin/${peer}/`, { id: 1 })).statusCode, 404)
    t.strictSame((await eve.json(`/messages/pinned/${peer}/`)).json(), { messages: [] })
    for (const url of ['', '?for=bar'])
      t.notMatch((await eve.get(`/messages/pinned/${peer}/${url}`)).body, /text <|text \d/)
  }
  t.equal((await eve.json('/messages/pinned/nobody/')).statusCode, 404)
  t.equal((await eve.json('/messages/pinned/eve/')).statusCode, 422)
  t.match((await ann.json('/messages/pinned/bob/')).json(), { messages: [{ id: 1 }] })
})
