import t from 'tap'
import { characters, cut, isBlank, isSoundText, messages, ParleyError } from '../src/index.ts'

const sent = (text: unknown) => ({ conversation: 'd_a_b', messages: [{ clientId: 'c', text }] })

t.test('a character is a code point', async (t) => {
  t.equal(characters('añ😀'), 3)
  t.equal(characters('e\u0301'), 2, 'a flood of combining marks is not one character')
  t.equal(cut('😀😀😀', 3), '😀😀😀')
  t.equal(cut('😀😀😀😀', 3), '😀😀…')
  t.equal(cut('short', 5), 'short')
})

t.test('messages: the longest that fits, and what does not', async (t) => {
  for (const text of ['x'.repeat(5_000), '😀'.repeat(5_000), `${'x'.repeat(4_999)}😀`])
    t.doesNotThrow(() => messages.send.check(sent(text)))
  const refused = [
    '',
    'x'.repeat(5_001),
    '😀'.repeat(5_001),
    `e${'\u0301'.repeat(5_000)}`,
    'nul\0',
    '\ud800',
    'x\udc00',
    5,
    null,
  ]
  for (const text of refused) {
    t.throws(
      () => messages.send.check(sent(text)),
      { code: 'INVALID', field: /^messages\.0\.text/ },
      JSON.stringify(text)?.slice(0, 20),
    )
  }
  t.notOk(isSoundText('x'.repeat(11), 10))
})

t.test('text that shows nothing is blank', async (t) => {
  for (const text of ['', ' ', '\n\t\u00a0\u3000', '\u200b\u200d\u2060\ufeff', '\u202e\u202c', '\u2800'])
    t.ok(isBlank(text), JSON.stringify(text))
  for (const text of ['.', '😀', '\u0301', '中', '0']) t.notOk(isBlank(text), JSON.stringify(text))
})

t.test('unknown keys of operations are refused by name', async (t) => {
  try {
    messages.send.check({ ...sent('x'), $where: 1 })
    t.fail('must throw')
  } catch (error) {
    t.match(error instanceof ParleyError ? error.toPublic() : error, { code: 'INVALID', field: '$where' })
  }
})
