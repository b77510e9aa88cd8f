import { closedWords } from '@parley/contracts'
import t from 'tap'
import { front } from '../front.ts'
import type { Visitor } from '../visitor.ts'

async function three(t: Parameters<typeof front>[0]) {
  const house = await front(t)
  const [annPerson, benPerson] = [house.add('ann', 'Ann'), house.add('ben', 'Ben')]
  house.add('eve')
  const [ann, ben, eve] = [
    await house.loggedIn('ann'),
    await house.loggedIn('ben'),
    await house.loggedIn('eve'),
  ]
  return { ...house, annPerson, benPerson, ann, ben, eve }
}

const chatOf = async (visitor: Visitor, other: string) => (await visitor.get(`/messages/chat/${other}/`)).body
/** Without what scripts clone. */
const shown = (page: string) => page.replaceAll(/<template.*?<\/template>/gs, '')
/** What names and times of a page make different. */
const plain = (page: string) =>
  (/<footer class="compose">.*?<\/footer>/s.exec(page)?.[0] ?? '').replaceAll(/ann|ben/gi, 'x')

t.test(
  'without scripts one blocks from the menu and from the profile, and unblocks in the settings',
  async (t) => {
    const { ann, ben } = await three(t)
    await ann.send('/messages/send/ben/', { message: 'hello' })
    t.match((await ann.get('/messages/arrange/ben/?from=chat')).body, '/messages/block/ben/?from=chat')
    t.match((await ann.get('/people/ben/')).body, '/messages/block/ben/?from=person')
    const asked = (await ann.get('/messages/block/ben/?from=chat')).body
    t.match(asked, 'Neither of you can write to the other')
    t.match((await ann.get('/messages/block/ben/')).body, 'Block <bdi>Ben</bdi>?', 'asking does nothing')
    const done = await ann.post('/messages/block/ben/', { from: 'chat' })
    t.match([done.statusCode, done.headers.location], [303, '/messages/chat/ben/'])
    const page = await chatOf(ann, 'ben')
    t.match(page, closedWords)
    t.notMatch(page, 'id="composer"')
    t.match(page, /id="chat-arrange"[^>]* data-blocked/)
    t.match((await ann.get('/messages/arrange/ben/')).body, 'Unblock…')
    t.match((await ann.get('/messages/')).body, /data-username="ben"[^>]* data-blocked/)

    const list = (await ann.get('/settings/blocked/')).body
    t.match(list, '@ben')
    t.match((await ann.get('/settings/')).body, '/settings/blocked/')
    const back = await ann.post('/messages/unblock/ben/', { from: 'settings' })
    t.equal(back.headers.location, '/settings/blocked/?done=unblock')
    t.match((await ann.get('/settings/blocked/?done=unblock')).body, /You have unblocked.*You block nobody/s)
    t.match(await chatOf(ben, 'ann'), 'id="composer"')
  },
)

t.test('both are shown the same, and who is blocked finds nothing of it anywhere', async (t) => {
  const { ann, ben, annPerson, benPerson } = await three(t)
  await ben.send('/messages/send/ann/', { message: 'hello' })
  await ann.send('/messages/block/ben/', {})
  const [anns, bens] = [await chatOf(ann, 'ben'), await chatOf(ben, 'ann')]
  t.equal(plain(anns), plain(bens))
  t.notMatch(bens, /<body[^>]*data-blocked/, 'whom one blocks oneself is in the page, and nobody else')
  t.ok(anns.includes(`data-blocked="${benPerson.id}"`))
  t.notMatch(bens, /id="chat-arrange"[^>]* data-blocked/)
  t.match((await ben.get('/messages/block/ann/')).body, 'Block <bdi>Ann</bdi>?')
  t.strictSame((await ben.get('/settings/blocked/', { accept: 'application/json' })).json(), { blocked: [] })
  for (const path of [
    '/settings/blocked/',
    '/people/ann/',
    '/messages/',
    '/messages/arrange/ann/',
    '/settings/',
  ])
    t.notMatch(shown((await ben.get(path)).body), /Unblock|data-blocked/, path)
  const refusals = await Promise.all(
    [
      ann.send('/messages/send/ben/', { message: 'more' }),
      ben.send('/messages/send/ann/', { message: 'more' }),
      ben.send('/messages/edit/ann/', { id: 1, message: 'more' }),
      ann.send('/messages/react/ben/', { id: 1, emoji: '🎉' }),
    ].map(async (answer) => [(await answer).statusCode, (await answer).json()]),
  )
  for (const refusal of refusals)
    t.strictSame(refusal, [403, { error: { code: 'FORBIDDEN', message: closedWords } }])
  const form = await ben.post('/messages/send/ann/', { message: 'what I typed' })
  t.equal(form.statusCode, 403)
  t.match(form.body, closedWords)
  t.match(form.body, 'what I typed', 'and it is not lost')
  const message = (await ben.get('/messages/chat/ann/1/')).body
  t.notMatch(message, /action="\/messages\/(edit|send|react)/)
  t.match(message, 'action="/messages/delete/ann/"')
  t.equal((await ben.send('/messages/delete/ann/', { id: 1 })).statusCode, 200)
  t.ok(annPerson)
})

t.test('for scripts: done, done again, listed, undone', async (t) => {
  const { ann, ben, eve } = await three(t)
  for (let i = 0; i < 2; i++)
    t.strictSame((await ann.send('/messages/block/ben/', {})).json(), { username: 'ben', blocked: true })
  const listed = await ann.get('/settings/blocked/', { accept: 'application/json' })
  t.match(listed.json(), {
    blocked: [{ username: 'ben', display_name: 'Ben', blocked_at: /^\d{4}-.*Z$/ }],
  })
  t.strictSame((await ann.send('/messages/unblock/ben/', {})).json(), { username: 'ben', blocked: false })
  t.equal((await ann.send('/messages/block/nobody_here/', {})).statusCode, 404)
  t.equal((await ann.send('/messages/block/ann/', {})).statusCode, 422)
  t.equal((await ben.send('/messages/send/ann/', { message: 'hello' })).statusCode, 200)
  t.equal((await eve.send('/messages/send/ann/', { message: 'hello' })).statusCode, 200)
  t.equal((await ann.get('/messages/block/ann/')).statusCode, 422)
  t.equal((await ann.get('/settings/blocked/?page=9')).statusCode, 200)
  t.equal((await ann.get('/settings/blocked/?page=x')).statusCode, 422)
})
