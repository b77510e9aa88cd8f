import { closedWords } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { passwordOf } from '../fakes/accounts.ts'
import { front } from '../front.ts'
import { clientOf } from '../socket/client-of.ts'
import { unescaped } from '../visitor.ts'

async function house(t: Parameters<typeof front>[0]) {
  const all = await front(t)
  const [ann] = [all.add('ann', 'Ann'), all.add('ben', 'Ben'), all.add('eve', 'Eve')]
  const [asAnn, asBen, asEve] = [
    await all.loggedIn('ann'),
    await all.loggedIn('ben'),
    await all.loggedIn('eve'),
  ]
  return { ...all, annPerson: ann, ann: asAnn, ben: asBen, eve: asEve }
}
const right = { current_password: passwordOf('ann') }

t.test('the page says what stays, and a wrong password changes nothing', async (t) => {
  const { ann, visitor } = await house(t)
  t.match((await ann.get('/settings/')).body, 'href="/settings/delete/"')
  const page = unescaped((await ann.get('/settings/delete/')).body)
  for (const words of ['This cannot be undone', 'as from “Deleted account”', '@ann can never be taken'])
    t.match(page, words)
  const wrong = await ann.post('/settings/delete/', { current_password: 'not it' })
  t.equal(wrong.statusCode, 403)
  t.match(wrong.body, 'This is not your current password.')
  const script = await ann.send('/settings/delete/', { current_password: 'not it' })
  t.match(script.json(), { error: { code: 'FORBIDDEN', field: 'current_password' } })
  for (const body of [{}, { current_password: 7 }, { current_password: 'x'.repeat(2_000) }])
    t.ok([403, 422].includes((await ann.send('/settings/delete/', body)).statusCode))
  t.equal((await ann.get('/session')).statusCode, 204)
  t.equal((await visitor().get('/settings/delete/')).statusCode, 303)
  t.equal((await visitor().post('/settings/delete/', right)).statusCode, 303)
})

t.test('all sessions and sockets end at once, and nobody gets in any more', async (t) => {
  const { app, another, ann, eve, loggedIn, visitor } = await house(t)
  const other = await another()
  const elsewhere = (await loggedIn('ann')).twin(other)
  const sockets = [await clientOf(app, ann), await clientOf(other, elsewhere)]
  const eves = await clientOf(app, eve)
  const done = await ann.post('/settings/delete/', right)
  t.match([done.statusCode, done.headers.location], [303, '/login?notice=deleted'])
  t.match((await ann.get('/login?notice=deleted')).body, 'Your account is deleted.')
  for (const socket of sockets) t.match(await socket.end(), { code: 4500 })
  for (const one of [ann, elsewhere]) t.equal((await one.get('/session')).statusCode, 401)
  const again = visitor()
  await again.get('/login')
  t.not((await again.post('/login', { username: 'ann', password: right.current_password })).statusCode, 303)
  t.equal((await eve.get('/session')).statusCode, 204)
  t.equal(eves.closed, undefined)
})

t.test('others find what was written as from a deleted account, and cannot write to it', async (t) => {
  const { app, ann, ben, eve, annPerson } = await house(t)
  await ann.send('/messages/send/ben/', { message: 'what I said' })
  const bens = await clientOf(app, ben)
  await bens.ask('watch', { users: [annPerson.id] })
  t.equal((await ann.send('/settings/delete/', right)).statusCode, 204)
  const told = await bens.next(({ type }) => type === 'person', 'that she is gone')
  t.match(told, { person: { displayName: 'Deleted account', deleted: true } })
  const username = `deleted_${annPerson.id.slice(0, 8)}`
  await waitFor(async () => (await ben.get('/messages/')).body.includes('Deleted account'), {
    what: 'the list to say so',
  })
  t.match((await ben.get('/messages/')).body, `/messages/chat/${username}/`)
  t.match((await ben.get(`/messages/chat/${username}/`)).body, 'what I said')
  t.equal((await ben.get('/messages/chat/ann/')).statusCode, 404)
  t.equal((await eve.get('/people/ann/')).statusCode, 404)
  const refused = await ben.send(`/messages/send/${username}/`, { message: 'hello?' })
  t.match([refused.statusCode, refused.json().error], [403, { message: closedWords }])
  const profile = (await eve.get(`/people/${username}/`)).body
  t.match(profile, 'This account is deleted.')
  t.notMatch(profile, /Ann|Here since|\/messages\/(chat|block|report)\/deleted/)
})
