import { directConversation } from '@parley/contracts'
import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

async function house(t: Parameters<typeof front>[0]) {
  const parts = await front(t)
  const [ann, bob, cat] = [parts.add('ann', 'Ann'), parts.add('bob', 'Bob'), parts.add('cat', 'Cat')]
  const conversation = directConversation(ann.id, bob.id)
  for (let i = 1; i <= 70; i++)
    await parts.owners.messages.write(conversation, i % 2 === 0 ? ann.id : bob.id, `text **${i}**`, `c${i}`)
  await parts.owners.messages.write(directConversation(ann.id, cat.id), ann.id, 'to cat', 'c')
  return { ...parts, conversation, annId: ann.id }
}

t.test('one saves by routes, and nobody else learns of it', async (t) => {
  const { loggedIn, owners, conversation, annId } = await house(t)
  const [ann, bob] = [await loggedIn('ann'), await loggedIn('bob')]
  for (const [peer, id] of [
    ['bob', 2],
    ['bob', 70],
    ['cat', 1],
    ['bob', 2],
  ] as const) {
    const saved = await ann.send(`/messages/save/${peer}/`, { id })
    t.equal(saved.statusCode, 200)
    t.match(saved.json(), { id, saved: true })
  }
  const all = await ann.json('/messages/saved/')
  t.match(all.json(), {
    messages: [
      { id: 1, content: 'to cat', with: 'cat', saved: true },
      { id: 70, with: 'bob' },
      { id: 2, content: 'text **2**', sender: 'ann', recipient: 'bob' },
    ],
    before: null,
  })
  t.ok(Date.parse(all.json<{ messages: { saved_at: string }[] }>().messages[0]?.saved_at ?? ''))
  const page = unescaped((await ann.get('/messages/saved/')).body)
  t.match(page, 'href="/messages/chat/bob/?before=22#m-2"')
  t.match(page, 'href="/messages/chat/cat/?before=21#m-1"')
  t.match(page, 'text <strong>70</strong>')
  t.match((await ann.get('/messages/chat/bob/')).body, /id="m-70"[^>]*data-saved/)
  t.match((await ann.get('/messages/chat/bob/?before=11')).body, /id="m-2"[^>]*data-saved/)
  t.strictSame((await bob.json('/messages/saved/')).json(), { messages: [], before: null })
  t.match((await bob.get('/messages/saved/')).body, 'Nothing is saved')
  t.notMatch((await bob.get('/messages/chat/ann/')).body, /data-saved/)
  t.equal((await bob.json('/messages/history/ann/?peek=1')).body.includes('"saved"'), false)
  await owners.messages.change(conversation, annId, { n: 70, clientId: 'gone' })
  const unsaved = await ann.send('/messages/unsave/cat/', { id: 1 })
  t.equal(unsaved.json<{ saved?: true }>().saved, undefined)
  t.match((await ann.json('/messages/saved/')).json(), { messages: [{ id: 2 }] })
  t.equal((await ann.json('/messages/saved/')).json<{ messages: unknown[] }>().messages.length, 1)
  for (const [path, body, status] of [
    ['/messages/save/bob/', { id: 70 }, 409],
    ['/messages/save/bob/', { id: 99 }, 404],
    ['/messages/save/bob/', { id: 'x' }, 422],
    ['/messages/save/nobody/', { id: 1 }, 404],
    ['/messages/save/ann/', { id: 1 }, 422],
  ] as const)
    t.equal((await ann.send(path, body)).statusCode, status, path + JSON.stringify(body))
  t.equal((await ann.json('/messages/saved/?before=../x')).statusCode, 422)
  t.equal((await bob.send('/messages/save/cat/', { id: 1 })).statusCode, 404, 'what one cannot read')
})

t.test('page by page, the last saved first', async (t) => {
  const { loggedIn } = await house(t)
  const ann = await loggedIn('ann')
  for (let id = 1; id <= 60; id++) await ann.send('/messages/save/bob/', { id })
  const shown: number[] = []
  let before: string | null = ''
  while (before !== null) {
    const answer = await ann.json(`/messages/saved/${before === '' ? '' : `?before=${before}`}`)
    const page = answer.json<{ messages: { id: number }[]; before: string | null }>()
    shown.push(...page.messages.map(({ id }) => id))
    before = page.before
  }
  t.strictSame(
    shown,
    Array.from({ length: 60 }, (_, i) => 60 - i),
  )
  const first = await ann.get('/messages/saved/')
  const [, older = ''] = /href="(\/messages\/saved\/\?before[^"]+)"/.exec(unescaped(first.body)) ?? []
  const second = await ann.get(older)
  t.match(second.body, 'text <strong>10</strong>')
  t.match(second.body, 'Back to the newest')
  t.notMatch(second.body, 'Show older ones')
})

t.test('without scripts one saves on the message’s page and removes in the list', async (t) => {
  const { loggedIn } = await house(t)
  const ann = await loggedIn('ann')
  t.match((await ann.get('/messages/')).body, 'href="/messages/saved/"')
  t.match((await ann.get('/messages/chat/bob/3/')).body, 'action="/messages/save/bob/"')
  const done = await ann.post('/messages/save/bob/', { id: '3', client_id: '' })
  t.equal(done.statusCode, 303)
  t.match((await ann.get('/messages/chat/bob/3/')).body, 'action="/messages/unsave/bob/"')
  t.match((await ann.get('/messages/saved/')).body, /text <strong>3<\/strong>.*name="back" value="saved"/s)
  const back = await ann.post('/messages/unsave/bob/', { id: '3', back: 'saved' })
  t.equal(back.headers.location, '/messages/saved/')
  t.match((await ann.get('/messages/saved/')).body, 'Nothing is saved')
})
