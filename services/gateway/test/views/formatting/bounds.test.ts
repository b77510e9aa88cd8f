import t from 'tap'
import { parse } from '../../../src/views/formatting/parse.ts'
import type { Piece } from '../../../src/views/formatting/piece.ts'
import { messageHtml } from '../../../src/views/text.ts'
import { longText } from '../chats.ts'

/** Texts that have hung other programs, of about so many characters. */
function heavyTexts(length: number): Record<string, string> {
  const filled = (part: string) => part.repeat(length / part.length)
  const lines = (line: (i: number) => string) => {
    let text = ''
    for (let i = 0; text.length < length; i++) text += `${line(i)}\n`
    return text
  }
  return {
    words: longText().slice(0, length),
    ...Object.fromEntries(
      [
        '*',
        '_',
        '~',
        '`',
        '[',
        ']',
        '>',
        '-',
        ' ',
        '\n',
        '\t',
        '1',
        '**a',
        '*a ',
        'a* ',
        '~~a',
        '_a_',
        '`a ',
      ].map((part) => [part, filled(part)]),
    ),
    ...Object.fromEntries(
      [
        '[a](',
        '[a](https://a(',
        '[a](https://a) ',
        '![',
        '> ',
        '- ',
        '1. ',
        '\t- ',
        '> - ',
        '*a **b ~~c _d ',
      ].map((part) => [part, filled(part)]),
    ),
    ...Object.fromEntries(
      ['- a\n', '> a\n', '> > > > > > > > a\n', '```\n', '``` x\n', '```x\n`\n', '```x y\nz\n'].map(
        (part) => [part, filled(part)],
      ),
    ),
    'deeper and deeper': lines((i) => `${' '.repeat(i * 2)}- a`),
    'quotes in quotes': lines((i) => `${'> '.repeat(i + 1)}a`),
    'longer and longer fences': lines((i) => `${'`'.repeat(i + 3)} a`),
    'longer and longer code': lines((i) => `${'`'.repeat(i + 1)}a`).replaceAll('\n', ' '),
    'opened, then closed': filled('*a **b ').slice(0, length / 2) + filled('b** a* ').slice(0, length / 2),
    addresses: filled('https://a_'),
  }
}

t.test('no nesting goes on for ever', async (t) => {
  for (const [name, text] of Object.entries(heavyTexts(5_000))) {
    // Five blocks, eight marks, and the text in them.
    t.ok(depthOf(parse(text)) <= 14, JSON.stringify(name))
  }
})

t.test('twice the text is about twice the work', async (t) => {
  const half = heavyTexts(2_500)
  for (const [name, text] of Object.entries(heavyTexts(5_000))) {
    const before = half[name] ?? ''
    // Runs of backticks of all lengths cost their root more, and no more.
    const most = 3 * workOf(before) + 200
    t.ok(
      workOf(text) <= most,
      `${JSON.stringify(name)}: ${workOf(text)} steps, ${workOf(before)} for the half`,
    )
    t.ok(messageHtml(text, parse).length < 60 * text.length + 200, 'and its markup no flood')
  }
})

function depthOf(parts: readonly Piece[]): number {
  return Math.max(0, ...parts.map((piece) => (typeof piece === 'string' ? 0 : 1 + depthOf(piece.parts))))
}

/** How often it looks at a character or tries a pattern: the same at each run, unlike time. */
function workOf(text: string): number {
  let steps = 0
  const { charCodeAt } = String.prototype
  const { exec } = RegExp.prototype
  String.prototype.charCodeAt = function (at) {
    steps++
    return charCodeAt.call(this, at)
  }
  RegExp.prototype.exec = function (where) {
    steps++
    return exec.call(this, where)
  }
  try {
    parse(text)
  } finally {
    String.prototype.charCodeAt = charCodeAt
    RegExp.prototype.exec = exec
  }
  return steps
}
