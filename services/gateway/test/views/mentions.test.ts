import fc from 'fast-check'
import t from 'tap'
import { isMentioned } from '../../src/views/is-mentioned.ts'
import { parse } from '../../src/views/formatting/parse.ts'
import { plainText } from '../../src/views/formatting/plain-text.ts'
import { mentionSpans } from '../../src/views/mention-spans.ts'
import { unreadWords } from '../../src/views/mention-words.ts'
import { messageHtml, namesIn } from '../../src/views/text.ts'
import { writtenText } from './formatting/written-texts.ts'

t.test('a name is called by @ where a word begins', async (t) => {
  const called: Record<string, string[]> = {
    '@ann': ['ann'],
    'Hi @Ann, and @ben_2!': ['ann', 'ben_2'],
    '(@ann) “@ben” cc:@cat…': ['ann', 'ben', 'cat'],
    '@all': ['all'],
    '@ann’s and @ann. And @ben...': ['ann', 'ben'],
    'שלום @ann': ['ann'],
    '**@ann** _@ben_ > @cat': ['ann', 'ben', 'cat'],
    '> @ann\n- @ben': ['ann', 'ben'],
    '@ann @ann @ANN': ['ann'],
  }
  for (const [text, names] of Object.entries(called)) t.strictSame(namesIn(text, parse), names, text)
})

t.test('within words, addresses and code nobody is called', async (t) => {
  const texts = [
    'me@ann',
    'ann@example.org',
    'é@ann',
    '@an',
    `@${'a'.repeat(31)}`,
    '@annä',
    '@ann@example.social',
    '@ann.example.social',
    '@types/node',
    'https://example.org/@ann',
    'example.social/@ann',
    'https://example.org/?q=@ann',
    '[words @ann](https://example.org)',
    '`@ann`',
    '```\n@ann\n```',
    '@@ann',
    '@ ann',
  ]
  for (const text of texts) t.strictSame(namesIn(text, parse), [], text)
  t.strictSame(mentionSpans('no sign'), [])
})

t.test('names are marked of those who are mentioned, and of nobody else', async (t) => {
  const mentioned = new Set(['ann', 'all'])
  t.equal(
    messageHtml('@Ann & <b>@ben</b>, **@all**', parse, mentioned),
    '<span class="mention">@Ann</span> &#38; &#60;b&#62;@ben&#60;/b&#62;, <strong><span class="mention">@all</span></strong>',
  )
  t.equal(messageHtml('@ann', parse), '@ann')
  t.equal(messageHtml('`@ann`', parse, mentioned), '<code>@ann</code>')
})

t.test('whatever is written, marked names change nothing else', async (t) => {
  const texts = fc
    .tuple(writtenText, fc.constantFrom(' @ann ', '@ann', '<@ann>', '*@ann*', '"@ann'), writtenText)
    .map((parts) => parts.join(''))
  const marked = /<span class="mention">(@ann)<\/span>/gi
  fc.assert(
    fc.property(texts, (text) => {
      const html = messageHtml(text, parse, new Set(['ann']))
      const found = [...html.matchAll(marked)].length
      const isSame = html.replaceAll(marked, '$1') === messageHtml(text, parse)
      return isSame && found > 0 === namesIn(text, parse).includes('ann')
    }),
    { numRuns: 3_000 },
  )
  fc.assert(fc.property(writtenText, (text) => mentionSpans(plainText(text, parse)).length >= 0))
  t.pass()
})

t.test('a flood of signs takes no time', async (t) => {
  for (const text of ['@'.repeat(5_000), '@a'.repeat(2_500), ' @ann'.repeat(1_000), '@ann/'.repeat(1_000)]) {
    const start = performance.now()
    messageHtml(text, parse, new Set(['ann']))
    t.ok(performance.now() - start < 500, text.slice(0, 6))
  }
})

t.test('whom a message mentions', async (t) => {
  t.ok(isMentioned({ by: 'a', mentions: ['b'] }, 'b'))
  t.ok(isMentioned({ by: 'a', mentions: ['*'] }, 'b'))
  t.notOk(isMentioned({ by: 'a', mentions: ['*', 'a'] }, 'a'), 'nobody mentions themselves')
  t.notOk(isMentioned({ by: 'a', mentions: ['c'] }, 'b'))
  t.notOk(isMentioned({ by: 'a' }, 'b'))
})

t.test('what is said of a count', async (t) => {
  t.equal(unreadWords(1, 0), '1 unread message')
  t.equal(unreadWords(3, 1), '3 unread messages, 1 mentions you')
  t.equal(unreadWords(300, 100), '300 unread messages, 100 or more mention you')
})
