import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

async function house(t: Parameters<typeof front>[0]) {
  const all = await front(t)
  for (const name of ['ann', 'ben', 'root', 'eve']) all.add(name, name.toUpperCase())
  all.owners.accounts.grant('root')
  const [ann, ben, root, eve] = [
    await all.loggedIn('ann'),
    await all.loggedIn('ben'),
    await all.loggedIn('root'),
    await all.loggedIn('eve'),
  ]
  await ben.send('/messages/send/ann/', { message: 'not so nice' })
  const tell = async (body: object) => await ann.send('/messages/report/ben/', { reason: 'threat', ...body })
  return { ...all, ann, ben, root, eve, tell, reports: all.owners.messages.reports.all }
}

t.test('for anybody but administrators there is no such page', async (t) => {
  const { ann, eve, root, visitor, tell, reports } = await house(t)
  await tell({ id: 1 })
  const path = `/admin/reports/${reports[0]?.id}/`
  const nothing = await eve.get('/admin/nothing/here/')
  for (const one of [ann, eve, visitor()]) {
    for (const url of ['/admin/reports/', path, '/admin/reports/?done=1']) {
      const answer = await one.get(url)
      t.equal(answer.statusCode, 404, url)
      t.match(answer.body, 'Page not found')
      t.notMatch(answer.body, /not so nice|threat/)
    }
    const posted = await one.post(path, { close_account: 'true' })
    t.equal(posted.statusCode, 404)
    t.equal((await one.send(path, { close_account: 'true' })).statusCode, 404)
    t.notMatch((await one.get('/people/ben/')).body, '/admin/')
  }
  t.equal(nothing.statusCode, 404)
  t.notOk(reports[0]?.settled)
  t.match((await root.get('/messages/')).body, 'href="/admin/reports/"')
})

t.test('administrators see what is open with its context, and settle it', async (t) => {
  const { ann, ben, root, tell, reports, owners } = await house(t)
  t.match((await root.get('/admin/reports/')).body, 'Nothing is open')
  await tell({ id: 1, words: 'See <i>this</i>.' })
  const path = `/admin/reports/${reports[0]?.id}/`
  const list = (await root.get('/admin/reports/')).body
  t.match(list, path)
  t.match(list, /not so nice/)
  t.match(list, /reported by <bdi>ANN<\/bdi>/)
  const page = (await root.get(path)).body
  t.match(page, /data-reported.*not so nice/s)
  t.match(page, 'name="delete_message"')
  t.match(page, 'name="close_account"')
  t.notMatch(page, '<i>this</i>')

  const tooLong = await root.post(path, { note: 'x'.repeat(1_001) })
  t.equal(tooLong.statusCode, 422)
  const done = await root.post(path, { delete_message: 'true', close_account: 'true', note: 'It was so.' })
  t.match([done.statusCode, done.headers.location], [303, path])
  const settled = (await root.get(path)).body
  t.match(settled, 'The message was deleted, and the account was closed')
  t.match(settled, 'It was so.')
  t.match(settled, 'not so nice', 'what was reported is kept')
  t.notMatch(settled, 'name="delete_message"')
  t.equal(owners.accounts.isDisabled('ben'), true)
  t.equal((await ben.get('/messages/')).statusCode, 303, 'their sessions have ended')
  const chat = (await ann.get('/messages/chat/ben/')).body
  t.match(chat, 'This message was deleted')
  t.notMatch(chat, 'not so nice')
  t.match((await root.get('/admin/reports/')).body, 'Nothing is open')
  t.match((await root.get('/admin/reports/?done=1')).body, path)
  const again = await root.post(path, { note: 'other' })
  t.equal(again.statusCode, 409)
  t.match(again.body, 'Somebody has settled this report already.')
  for (const wrong of ['/admin/reports/x/', `/admin/reports/${'y'.repeat(22)}/`, '/admin/'])
    t.equal((await root.get(wrong)).statusCode, 404, wrong)
})

t.test('what an administrator deletes, its author sees as deleted by somebody else', async (t) => {
  const { ben, root, tell, reports } = await house(t)
  await tell({ id: 1 })
  await root.post(`/admin/reports/${reports[0]?.id}/`, { delete_message: 'true' })
  const chat = (await ben.get('/messages/chat/ann/')).body.replaceAll(/<template.*?<\/template>/gs, '')
  t.match(chat, 'This message was deleted')
  t.notMatch(chat, 'You deleted this message')
})

t.test('one dismisses by choosing nothing, and does not close one’s own account', async (t) => {
  const { ann, root, tell, reports, owners } = await house(t)
  await tell({})
  await ann.send('/messages/report/root/', { reason: 'other' })
  const [first, own] = reports.map(({ id }) => `/admin/reports/${id}/`)
  t.notMatch((await root.get(first ?? '')).body, 'name="delete_message"')
  await root.post(first ?? '', {})
  t.match((await root.get(first ?? '')).body, 'Dismissed')
  t.notMatch((await root.get(own ?? '')).body, 'name="close_account"')
  const refused = await root.post(own ?? '', { close_account: 'true' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'You cannot close your own account here.')
  t.equal(owners.accounts.isDisabled('root'), false)
  t.notOk(reports[1]?.settled)
})

t.test('many are listed in pages, the newest first', async (t) => {
  const { root, tell, reports } = await house(t)
  for (let i = 0; i < 65; i++) await tell({ words: `words ${i}.` })
  const seen: string[] = []
  let url: string | undefined = '/admin/reports/'
  for (let pages = 1; url !== undefined && pages < 5; pages++) {
    const page: string = (await root.get(url)).body
    seen.push(...[...page.matchAll(/words (\d+)\./g)].map(([, i = '']) => i))
    url = /rel="next" href="([^"]+)"/.exec(page)?.[1]
    if (url !== undefined) url = unescaped(url)
    t.equal(page.includes('Back to the newest'), pages > 1)
  }
  t.strictSame(
    seen,
    Array.from({ length: 65 }, (_, i) => String(64 - i)),
  )
  t.equal(reports.length, 65)
  t.equal((await root.get('/admin/reports/?before=x')).statusCode, 422)
})
