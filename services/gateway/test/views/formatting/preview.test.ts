import { cut, limits } from '@parley/contracts'
import t from 'tap'
import { parse } from '../../../src/views/formatting/parse.ts'
import { plainText } from '../../../src/views/formatting/plain-text.ts'
import { previewText } from '../../../src/views/formatting/preview-text.ts'

t.test('words alone', async (t) => {
  t.equal(plainText('**a** _b_ ~~c~~ `d` [e](https://example.org)', parse), 'a b c d e')
  t.equal(
    plainText('> q\n> r\na\n- b\n  - c\n1. d\n```ts\ne\n```\nf', parse),
    'q\nr\na\n• b\n• c\n1. d\ne\nf',
  )
  t.equal(plainText('snake_case * 2\n\n  as typed', parse), 'snake_case * 2\n\n  as typed')
})

t.test('a preview is on one line', async (t) => {
  t.equal(previewText('  a\n\n> **b**\n- c\n', parse), 'a b • c')
  t.equal(previewText('', parse), '')
})

t.test('it is the same of the whole text and of the one that was cut on its way', async (t) => {
  const marks = ['**bold**', '*it*', '`co de`', '[words](https://example.org/a/b)', '~~no~~', '> x', '- y']
  for (const mark of marks) {
    // So that the cut falls at each place in it.
    for (let shift = 0; shift < mark.length + 4; shift++) {
      const before = `${'word '.repeat(30).slice(0, limits.previewCharacters - shift)}\n`
      const whole = `${before}${mark} and much more of it ${'x'.repeat(80)}`
      const shown = previewText(cut(whole, limits.previewCharacters), parse)
      t.equal(shown, previewText(whole, parse), JSON.stringify(shown.slice(-20)))
      t.match(shown, /…$/)
    }
  }
})

t.test('what the cut left open shows no half of a mark', async (t) => {
  const cases = {
    'so **very imp…': 'so very imp…',
    'so **very *imp…': 'so very imp…',
    'so **very*…': 'so very…',
    'so **very**…': 'so very…',
    'run `npm sta…': 'run npm sta…',
    'see [the plan](https://exam…': 'see the plan…',
    '> quoted ~~wron…': 'quoted wron…',
    '- item **on…': '• item on…',
    '```js\nconst a = `x…': 'const a = `x…',
    '**a**\n```\ncode…': 'a code…',
    // These are no marks.
    'a * b * c…': 'a * b * c…',
    'snake_ca…': 'snake_ca…',
    '2*3*4 and…': '2*3*4 and…',
    '(*_*) hm…': '(*_*) hm…',
    '[1] foot…': '[1] foot…',
  }
  for (const [text, shown] of Object.entries(cases)) t.equal(previewText(text, parse), shown, text)
})
