import t from 'tap'
import { front } from '../front.ts'

async function three(t: Parameters<typeof front>[0]) {
  const house = await front(t)
  for (const name of ['ann', 'ben', 'eve']) house.add(name, name.toUpperCase())
  const [ann, ben, eve] = [
    await house.loggedIn('ann'),
    await house.loggedIn('ben'),
    await house.loggedIn('eve'),
  ]
  await ben.send('/messages/send/ann/', { message: 'not so nice <b>' })
  return { ...house, ann, ben, eve, reports: house.owners.messages.reports.all }
}

t.test('without scripts one reports a message from its page', async (t) => {
  const { ann, ben, reports } = await three(t)
  const link = '/messages/report/ben/?id=1'
  t.match((await ann.get('/messages/chat/ben/1/')).body, link)
  t.notMatch((await ben.get('/messages/chat/ann/1/')).body, '/messages/report/', 'not one’s own')
  const page = (await ann.get(link)).body
  t.match(page, 'not so nice')
  t.notMatch(page, 'nice <b>')
  const clientId = /name="client_id" value="([^"]+)"/.exec(page)?.[1] ?? ''
  t.ok(clientId)
  const fields = { id: '1', client_id: clientId, reason: 'harassment', words: 'Please\r\nlook.' }
  const sent = await ann.post('/messages/report/ben/', fields)
  t.match([sent.statusCode, sent.headers.location], [303, '/messages/report/ben/?done=1&id=1'])
  t.match((await ann.get(String(sent.headers.location))).body, 'Your report was sent to the administrators')
  t.match(reports, [{ reason: 'harassment', words: 'Please\nlook.', message: { n: 1 } }])
})

t.test('and a person from the menu and the profile', async (t) => {
  const { ann, reports, owners } = await three(t)
  for (const path of ['/messages/arrange/ben/', '/people/ben/'])
    t.match((await ann.get(path)).body, '/messages/report/ben/', path)
  t.match((await ann.get('/messages/')).body, 'data-page="report"', 'for scripts')
  t.match((await ann.get('/messages/report/ben/')).body, 'Report <bdi>BEN</bdi>')
  const sent = await ann.post('/messages/report/ben/', { reason: 'spam', words: '' })
  t.equal(sent.headers.location, '/messages/report/ben/?done=1')
  t.match(reports, [{ user: owners.accounts.find('ben').id, reason: 'spam', message: undefined }])
})

t.test('what is refused stands in the form again, with why', async (t) => {
  const { ann, ben, eve, reports } = await three(t)
  const form = { id: '1', reason: 'spam', words: 'my words' }
  const refused = await ann.post('/messages/report/ben/', { ...form, reason: 'nonsense' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /Error: .*my words/s)
  t.match((await ann.post('/messages/report/ben/', { ...form, words: 'x'.repeat(1_001) })).statusCode, 422)
  const often = await ann.post('/messages/report/ben/', { reason: 'spam', words: 'too often' })
  t.equal(often.statusCode, 429)
  t.match(often.body, 'You can report 20 times a day.')
  t.equal((await eve.post('/messages/report/ben/', form)).statusCode, 404, 'what is not theirs is not there')
  t.equal((await eve.get('/messages/report/ben/?id=1')).statusCode, 404)
  t.equal((await ben.get('/messages/report/ann/?id=1')).statusCode, 404, 'nor one’s own')
  t.equal((await ann.get('/messages/report/ben/?id=x')).statusCode, 422)
  t.equal((await ann.get('/messages/report/ann/')).statusCode, 422)
  t.equal((await ann.get('/messages/report/nobody_here/')).statusCode, 404)
  await ben.send('/messages/delete/ann/', { id: 1 })
  t.equal((await ann.get('/messages/report/ben/?id=1')).statusCode, 404)
  t.equal((await ann.send('/messages/report/ben/', { ...form, id: 1 })).statusCode, 409)
  t.strictSame(reports, [])
})

t.test('scripts report too', async (t) => {
  const { ann, reports } = await three(t)
  const body = { id: 1, reason: 'threat', words: 'a', client_id: 'mine' }
  t.equal((await ann.send('/messages/report/ben/', body)).statusCode, 204)
  t.equal((await ann.send('/messages/report/ben/', { reason: 'other' })).statusCode, 204)
  t.equal(reports.length, 2)
  for (const wrong of [
    { id: 'x', reason: 'spam' },
    { id: 0, reason: 'spam' },
    { id: 1 },
    { reason: 'spam', words: 7 },
  ])
    t.equal((await ann.send('/messages/report/ben/', wrong)).statusCode, 422)
})

t.test('in a group one reports messages of others, and whom they are by is on the page', async (t) => {
  const { ann, ben, eve, reports, owners } = await three(t)
  const [annsId, bensId] = ['ann', 'ben'].map((name) => owners.accounts.find(name).id)
  if (annsId === undefined || bensId === undefined) return t.fail('they are not there')
  const group = await owners.messages.makeGroup('Walks', [annsId, bensId], { id: 'walks' })
  await owners.messages.write(group, bensId, 'not nice either', 'c1')
  const url = '/messages/group/walks/report/'
  t.match((await ann.get('/messages/group/walks/1/')).body, `${url}?id=1`)
  t.notMatch((await ben.get('/messages/group/walks/1/')).body, url, 'not one’s own')
  const page = (await ann.get(`${url}?id=1`)).body
  t.match(page, /from <bdi>BEN<\/bdi>/)
  t.match(page, `action="${url}"`)
  const sent = await ann.post(url, { id: '1', reason: 'spam', words: '' })
  t.match([sent.statusCode, sent.headers.location], [303, `${url}?done=1&id=1`])
  t.match((await ann.get(String(sent.headers.location))).body, '/messages/block/ben/')
  t.match(reports, [{ user: bensId, reason: 'spam', message: { conversation: group, n: 1 } }])

  t.equal((await ann.get(url)).statusCode, 404, 'a group is nobody')
  t.equal((await ann.send(url, { reason: 'spam', words: '' })).json().error.field, 'id')
  t.equal((await ben.get(`${url}?id=1`)).statusCode, 404)
  for (const answer of [
    await eve.get(`${url}?id=1`),
    await eve.post(url, { id: '1', reason: 'spam', words: '' }),
  ])
    t.equal(answer.statusCode, 404, 'who is no member finds nothing')
  const chat = (await ann.get('/messages/group/walks/')).body
  t.notMatch(chat, /href="\/messages\/(block|report)\/[^"]*(undefined|walks)/, 'nothing of a person')
  t.notMatch((await ann.get('/messages/group/walks/arrange/')).body, /href="\/messages\/(block|report)\//)
  t.equal(reports.length, 1)
})
