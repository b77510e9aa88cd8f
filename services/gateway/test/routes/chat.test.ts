import { directConversation } from '@parley/contracts'
import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

async function annReadsBob(t: Parameters<typeof front>[0], count: number) {
  const house = await front(t)
  const [ann, bob] = [house.add('ann', 'Ann'), house.add('bob', 'Bob')]
  const conversation = directConversation(ann.id, bob.id)
  for (let i = 1; i <= count; i += 1)
    await house.owners.messages.write(conversation, bob.id, `message ${i}.`, `c${i}`)
  const browser = await house.loggedIn('ann')
  const readSeq = (): number => house.owners.messages.pointer(conversation, ann.id).readSeq
  return { house, ann, bob, conversation, browser, readSeq }
}

const seenUrl = (body: string): string => unescaped(/<noscript><img[^>]*src="([^"]+)"/.exec(body)?.[1] ?? '')

t.test('the page shows the newest, leads to older ones and marks nothing by itself', async (t) => {
  const { browser, readSeq } = await annReadsBob(t, 130)
  const page = await browser.get('/messages/chat/bob/')
  t.equal(page.statusCode, 200)
  t.match(page.body, 'message 130.')
  t.match(page.body, 'message 71.')
  t.notMatch(page.body, 'message 70.')
  t.match(unescaped(page.body), '/messages/chat/bob/?before=71')
  t.match(page.body, 'data-head-seq="130"')
  const older = await browser.get('/messages/chat/bob/?before=71')
  t.match(older.body, 'message 70.')
  t.notMatch(older.body, 'message 71.')
  t.match(older.body, 'Back to the newest')
  const partial = await browser.get('/messages/chat/bob/?before=71', { 'hx-request': 'true' })
  t.match(partial.body, 'message 70.')
  t.notMatch(partial.body, '<html')
  t.equal(readSeq(), 0)
})

t.test('a browser without JavaScript marks what the page shows, and only that', async (t) => {
  const { browser, readSeq, house, conversation, bob } = await annReadsBob(t, 3)
  const page = await browser.get('/messages/chat/bob/')
  t.match(page.body, 'New messages')
  const url = seenUrl(page.body)
  t.match(url, '/messages/seen/bob/?seq=3&proof=')
  await house.owners.messages.write(conversation, bob.id, 'came meanwhile', 'c4')
  const image = await browser.get(url)
  t.equal(image.statusCode, 200)
  t.match(image.headers['content-type'], 'image/gif')
  t.equal(readSeq(), 3)
  t.equal((await browser.json('/messages/unread/')).json().count, 1)
  await browser.get(seenUrl((await browser.get('/messages/chat/bob/')).body))
  t.equal(readSeq(), 4)
  t.equal(seenUrl((await browser.get('/messages/chat/bob/')).body), '', 'nothing more to say')
})

t.test('no other site can have it marked, and no other session', async (t) => {
  const { browser, readSeq, house } = await annReadsBob(t, 3)
  const url = seenUrl((await browser.get('/messages/chat/bob/')).body)
  t.equal((await browser.get('/messages/seen/bob/?seq=3')).statusCode, 403)
  t.equal((await browser.get(url.replace('seq=3', 'seq=2'))).statusCode, 403)
  t.equal((await browser.get(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).statusCode, 403)
  house.add('eve')
  const eve = await house.loggedIn('eve')
  t.equal((await eve.get(url)).statusCode, 403)
  const otherSession = await house.loggedIn('ann')
  t.equal((await otherSession.get(url)).statusCode, 403)
  t.equal((await house.visitor().get(url)).statusCode, 401)
  t.equal(readSeq(), 0)
})

t.test('the inbox shows who wrote last, and htmx gets the list alone', async (t) => {
  const { browser, house, ann } = await annReadsBob(t, 2)
  const cem = house.add('cem', 'Cem')
  await house.owners.messages.write(directConversation(ann.id, cem.id), cem.id, 'newest of all', 'c')
  const page = await browser.get('/messages/')
  t.ok(page.body.indexOf('id="c-cem"') < page.body.indexOf('id="c-bob"'))
  t.match(page.body, 'data-unread="2"')
  const list = await browser.get('/messages/?current=bob', { 'hx-request': 'true' })
  t.match(list.body, '<ul id="conversations"')
  t.match(list.body, 'aria-current="page"')
  t.notMatch(list.body, '<html')
  t.match((await browser.get('/notifications/')).body, 'newest of all')
  const switcher = await browser.get('/people/?for=switcher&q=', { 'hx-request': 'true' })
  t.match(switcher.body, 'data-href="/messages/chat/cem/"')
})

t.test('pages go without their bell where messages are away, or say that they are', async (t) => {
  const { browser, house } = await annReadsBob(t, 1)
  await house.owners.messages.answers.close()
  t.equal((await browser.get('/people/')).statusCode, 200)
  for (const url of ['/messages/', '/messages/chat/bob/']) {
    const page = await browser.get(url)
    t.equal(page.statusCode, 503)
    t.match(page.body, 'Not available right now')
  }
})
