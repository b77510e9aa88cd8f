import { directConversation } from '@parley/contracts'
import t, { type Test } from 'tap'
import { front } from '../front.ts'

async function house(t: Test) {
  const made = await front(t, { clock: Date.now })
  const [ann, bob] = [made.add('ann', 'Ann'), made.add('bob', 'Bob')]
  for (const name of ['cat', 'eve']) made.add(name)
  const conversation = directConversation(ann.id, bob.id)
  await made.owners.messages.write(conversation, bob.id, 'one', 'c1')
  return { ...made, me: await made.loggedIn('ann'), bob, annId: ann.id, conversation }
}

const nothing = { pinned: false, archived: false, muted_until: null, marked_unread: false }

t.test('a script arranges a conversation, and is told how it is then', async (t) => {
  const { me, owners, conversation, bob } = await house(t)
  const does = async (action: string) => (await me.send('/messages/arrange/bob/', { action })).json()
  t.strictSame(await does('pin'), { ...nothing, pinned: true })
  t.strictSame(await does('archive'), { ...nothing, archived: true })
  const muted = await does('mute-8-hours')
  t.strictSame({ ...muted, muted_until: null }, { ...nothing, archived: true })
  const inMs = Date.parse(muted.muted_until) - Date.now()
  t.ok(inMs > 7.9 * 3_600_000 && inMs <= 8 * 3_600_000)
  t.strictSame((await me.json('/messages/unread/')).json(), { count: 0, messages: [] })
  t.match(await does('mute'), { muted_until: 'always' })
  t.match(await does('unmute'), { muted_until: null })
  t.match((await me.json('/messages/unread/')).json(), { count: 1 })
  t.strictSame(await does('unarchive'), nothing)
  t.strictSame(await does('mark-unread'), { ...nothing, marked_unread: true })
  t.strictSame(await does('mark-read'), nothing)
  t.match((await me.json('/messages/unread/')).json(), { count: 0 }, 'with it all is read')
  await owners.messages.write(conversation, bob.id, 'two', 'c2')
  for (const action of ['', 'toString', 'explode', null, ['pin']]) {
    const refused = await me.send('/messages/arrange/bob/', { action })
    t.equal(refused.statusCode, 422)
    t.match(refused.json(), { error: { field: 'action' } })
  }
})

t.test('who is not of a conversation, and who has none, finds nothing to arrange', async (t) => {
  const { me, loggedIn } = await house(t)
  const eve = await loggedIn('eve')
  for (const [visitor, username] of [
    [eve, 'bob'],
    [eve, 'ann'],
    [me, 'cat'],
    [me, 'nobody'],
  ] as const) {
    const url = `/messages/arrange/${username}/`
    t.equal((await visitor.send(url, { action: 'pin' })).statusCode, 404)
    t.equal((await visitor.get(url)).statusCode, 404)
  }
  t.equal((await me.get('/messages/arrange/ann/')).statusCode, 422)
  t.equal((await me.get('/messages/arrange/BOB/')).headers.location, '/messages/arrange/bob/')
})

t.test('pages say how conversations are arranged, and forms lead back', async (t) => {
  const { me, owners, annId, bob } = await house(t)
  const chat = await me.get('/messages/chat/bob/')
  t.match(chat.body, 'href="/messages/arrange/bob/?from&#61;chat"')
  t.notMatch((await me.get('/messages/chat/cat/')).body, '/messages/arrange/cat/')
  const page = await me.get('/messages/arrange/bob/?from=chat')
  t.match(page.body, /value="pin".*value="mark-read".*value="archive".*value="mute-day"/s)
  const does = async (action: string, from: string) => {
    const answer = await me.post('/messages/arrange/bob/', { action, from })
    t.equal(answer.statusCode, 303)
    return answer.headers.location
  }
  t.equal(await does('pin', 'chat'), '/messages/chat/bob/')
  t.equal(await does('mute', 'list'), '/messages/')
  t.match((await me.get('/messages/')).body, /id="c-bob"[^>]* data-pinned data-muted /)
  t.match(
    (await me.get('/messages/arrange/bob/')).body,
    /Pinned. Muted until you turn it on.*value="unmute"/s,
  )
  t.match((await me.get('/messages/chat/bob/')).body, /id="chat-muted" class="conversation-flag" >/)
  t.equal(await does('archive', 'elsewhere'), '/messages/')
  t.notMatch((await me.get('/messages/')).body, 'id="c-bob"')
  const archive = await me.get('/messages/?archived=1')
  t.match(archive.body, /id="c-bob"/)
  t.match(archive.body, 'href="/messages/arrange/bob/?from=archived"')
  t.match(archive.body, 'hx-get="/messages/?archived&#61;1"')
  t.equal(await does('unarchive', 'archived'), '/messages/?archived=1')
  t.match((await me.get('/messages/?archived=1')).body, 'Nothing is archived')
  t.equal(await does('mark-unread', 'chat'), '/messages/', 'to look at it again would be to read it')
  t.equal(owners.messages.pointer(directConversation(annId, bob.id), annId).readSeq, 0)
})

t.test('that no more can be pinned is said on the page', async (t) => {
  const { me, add, owners, annId } = await house(t)
  for (let i = 0; i < 20; i++) {
    const { id } = add(`peer${i}`)
    await owners.messages.write(directConversation(annId, id), id, 'hello', `p${i}`)
    t.equal((await me.send(`/messages/arrange/peer${i}/`, { action: 'pin' })).statusCode, 200)
  }
  const refused = await me.post('/messages/arrange/bob/', { action: 'pin', from: 'list' })
  t.equal(refused.statusCode, 409)
  t.match(refused.body, /role="alert">You can pin 20 conversations/)
  t.match((await me.send('/messages/arrange/bob/', { action: 'pin' })).json(), {
    error: { code: 'CONFLICT' },
  })
})

t.test(
  'more than a page of conversations are listed page by page, what is pinned on the first',
  async (t) => {
    const { me, add, owners, annId } = await house(t)
    for (let i = 0; i < 130; i++) {
      const { id } = add(`peer${i}`)
      await owners.messages.write(directConversation(annId, id), id, 'hello', `p${i}`)
    }
    await me.send('/messages/arrange/bob/', { action: 'pin' })
    const listed = (body: string) => [...body.matchAll(/<li id="c-(\w+)"/g)].map(([, username]) => username)
    const [first, rest] = [await me.get('/messages/'), await me.get('/messages/')].map(({ body }) => body)
    t.equal(listed(first ?? '')[0], 'bob')
    const next = /href="([^"]+)">Older conversations/.exec(rest ?? '')?.[1]?.replaceAll('&#61;', '=') ?? ''
    const second = (await me.get(next)).body
    t.strictSame(new Set([...listed(first ?? ''), ...listed(second)]).size, 131)
    t.notOk(listed(second).includes('bob'))
    t.match(second, 'Back to the newest')
    t.notMatch(second, 'Older conversations')
    t.equal((await me.get('/messages/?before=x')).statusCode, 422)
  },
)
