import t from 'tap'
import { House } from './house.ts'

const paths = ['/ws/', '/ws/chat/bob/', '/ws/notifications/']

t.test('who may not have a socket is refused before the upgrade', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const refused = async (path: string, headers: Record<string, string>, status: number, code: string) => {
    const refusal = await gateway.refusal(path, headers)
    t.match(refusal, { status, body: { error: { code } } }, `${path} ${JSON.stringify(headers)}`)
  }
  for (const path of paths) {
    await refused(path, {}, 401, 'UNAUTHENTICATED')
    await refused(path, { 'x-session': 'ann', origin: 'https://elsewhere.example' }, 403, 'FORBIDDEN')
    const own = { 'x-session': 'ann', origin: `http://${gateway.address}` }
    await t.rejects(gateway.refusal(path, own), /let in/, 'its own origin may')
  }
  const ann = { 'x-session': 'ann' }
  await refused('/ws/chat/nobody/', ann, 404, 'NOT_FOUND')
  await refused('/ws/chat/no/', ann, 404, 'NOT_FOUND')
  await refused('/ws/chat/not%20a%20name/', ann, 404, 'NOT_FOUND')
  await refused('/ws/chat/ann/', ann, 422, 'INVALID')
  const { statusCode } = await gateway.app.inject({ url: '/ws/', headers: ann })
  t.equal(statusCode, 404, 'a socket is no page')
})

t.test('capitals are no other person', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/chat/BOB/')
  ann.send({ message: 'hello' })
  t.match(await ann.next(() => true, 'the message'), { recipient: 'bob' })
})

t.test('there is a place for so many sockets of one person, and of all', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway({ socketsPerPerson: 2, sockets: 3 })
  const first = await gateway.client('ann')
  await gateway.client('ann')
  const third = await gateway.refusal('/ws/', { 'x-session': 'ann' })
  t.match(third, { status: 429, body: { error: { code: 'RATE_LIMITED', retryAfterMs: Number } } })
  await gateway.client('bob')
  t.equal((await gateway.refusal('/ws/', { 'x-session': 'eve' })).status, 503)
  first.close()
  await first.end()
  await gateway.client('eve')
})

t.test('a plain chat needs to know where the log ends', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  await house.owners.messages.answers.close()
  t.equal((await gateway.refusal('/ws/chat/bob/', { 'x-session': 'ann' })).status, 503)
})
