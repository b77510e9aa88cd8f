import t from 'tap'
import { IdWindow } from '../src/id-window.ts'

t.test('an id is known for two minutes and then forgotten', async (t) => {
  let nowMs = 0
  const ids = new IdWindow(() => nowMs)
  nowMs = 119_000
  ids.add('a')
  nowMs += 119_999
  t.ok(ids.has('a'))
  nowMs += 240_001
  t.notOk(ids.has('a'))
})

t.test('its size is bounded', async (t) => {
  const ids = new IdWindow(() => 0)
  for (let i = 0; i < 200_000; i++) ids.add(String(i))
  t.ok(ids.has('199999'))
  t.notOk(ids.has('0'))
})
