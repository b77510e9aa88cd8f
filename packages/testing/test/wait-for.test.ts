import t from 'tap'
import { waitFor } from '../src/index.ts'

t.test('gives what the condition gives, once it does', async (t) => {
  let asked = 0
  const value = await waitFor(() => (++asked < 3 ? undefined : 'there'), { what: 'the third time' })
  t.equal(value, 'there')
  t.equal(asked, 3)
})

t.test('names what did not come, with the last error as cause', async (t) => {
  const late = waitFor(() => Promise.reject(new Error('still away')), { what: 'Godot', timeoutMs: 30 })
  await t.rejects(late, { message: 'waited 30 ms for Godot', cause: { message: 'still away' } })
})

t.test('is not held up by a condition that never settles', async (t) => {
  const late = waitFor(() => new Promise<boolean>(() => undefined), { what: 'an answer', timeoutMs: 30 })
  await t.rejects(late, { message: 'waited 30 ms for an answer' })
})
