import t from 'tap'
import { front } from '../front.ts'

// As a form without scripts sends it.
const written = 'see **this**:\r\n- one\r\n- two\r\n> quote\r\n```\r\ncode\r\n```'

t.test('a page shows marks, a preview words alone, and everything else what was written', async (t) => {
  const house = await front(t)
  for (const [username, name] of [
    ['ann', 'Ann'],
    ['bob', 'Bob'],
    ['cat', 'Cat'],
  ] as const)
    house.add(username, name)
  const [ann, bob, cat] = [
    await house.loggedIn('ann'),
    await house.loggedIn('bob'),
    await house.loggedIn('cat'),
  ]
  t.equal((await ann.post('/messages/send/bob/', { message: written })).statusCode, 303)

  const words = 'see this: • one • two quote code'
  t.match((await bob.get('/messages/')).body, `<bdi data-slot="preview">${words}</bdi>`)
  t.match((await bob.get('/notifications/')).body, `<bdi data-slot="preview">${words}</bdi>`)
  const content = (body: string) =>
    (JSON.parse(body) as { messages: { content: string }[] }).messages[0]?.content
  t.equal(content((await bob.json('/messages/unread/')).body), written)
  t.equal(content((await bob.json('/messages/history/ann/?peek=1')).body), written)

  for (const [person, peer] of [
    [ann, 'bob'],
    [bob, 'ann'],
  ] as const) {
    const page = (await person.get(`/messages/chat/${peer}/`)).body
    t.match(
      page,
      'see <strong>this</strong>:\r\n<ul role="list"><li><span class="marker">• </span>one\r\n</li>',
    )
    t.match(page, '<blockquote>quote\r\n</blockquote><pre><code>code\r\n</code></pre>')
  }
  for (const url of ['/messages/', '/messages/chat/ann/', '/messages/chat/bob/', '/notifications/'])
    t.notMatch((await cat.get(url)).body, /<strong>this|see this/, `nothing of it for others at ${url}`)
})
