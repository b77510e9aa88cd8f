import t from 'tap'
import {
  directConversation,
  directMembers,
  liveSubject,
  operationSubject,
  ParleyError,
} from '../src/index.ts'

t.test('two people have one conversation, whoever opens it', async (t) => {
  t.equal(directConversation('b', 'a'), directConversation('a', 'b'))
  t.same(directMembers(directConversation('b', 'a')), ['a', 'b'])
  for (const id of ['d_b_a', 'd_a_a', 'd_a', 'g_a_b', 'd_a_b_c', 'd__b', ''])
    t.equal(directMembers(id), undefined, id)
})

t.test('a subject is never built from what could change its shape', async (t) => {
  t.equal(operationSubject('messages', 'send'), 'messages.v1.send')
  for (const id of ['a.b', '*', '>', 'a b', '', 'a\n'])
    t.throws(() => liveSubject(id), RangeError, JSON.stringify(id))
})

t.test('an error survives the way through another process, its inside does not', async (t) => {
  const error = new ParleyError('RATE_LIMITED', 'Wait.', { retryAfterMs: 5, cause: new Error('inside') })
  const travelled: unknown = JSON.parse(JSON.stringify(error.toPublic()))
  t.same(travelled, { code: 'RATE_LIMITED', message: 'Wait.', retryAfterMs: 5 })
  const back = ParleyError.fromPublic(error.toPublic())
  t.match(back, { code: 'RATE_LIMITED', status: 429, retryAfterMs: 5, message: 'Wait.' })
})
