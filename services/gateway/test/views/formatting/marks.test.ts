import t from 'tap'
import { parse } from '../../../src/views/formatting/parse.ts'
import { messageHtml } from '../../../src/views/text.ts'

const html = (text: string) => messageHtml(text, parse)

t.test('marks within a line', async (t) => {
  t.equal(html('a **bold** b'), 'a <strong>bold</strong> b')
  t.equal(html('*one* and _two_'), '<em>one</em> and <em>two</em>')
  t.equal(html('~~gone~~'), '<s>gone</s>')
  t.equal(html('`<b>**x**</b>`'), '<code>&#60;b&#62;**x**&#60;/b&#62;</code>', 'code is taken as it is')
  t.equal(html('`` a`b ``'), '<code>a`b</code>', 'two backticks hold one')
  t.equal(html('`` `a` ``'), '<code>`a`</code>', 'and a space keeps them apart')
  t.equal(html('***both***'), '<em><strong>both</strong></em>')
  t.equal(html('**bold with *italic* in it**'), '<strong>bold with <em>italic</em> in it</strong>')
  t.equal(html('(**so**), "*so*"!'), '(<strong>so</strong>), &#34;<em>so</em>&#34;!')
  t.equal(html('这是**重点**内容'), '这是<strong>重点</strong>内容', 'no spaces between words')
  t.equal(html('**한국어**는'), '<strong>한국어</strong>는', 'endings follow at once')
  t.equal(html('*🎉*'), '<em>🎉</em>')
})

t.test('what only looks like marks stays as it was typed', async (t) => {
  const texts = [
    'snake_case_words and __init__.py',
    '2*3*4 = 24, 2**3**4, 5 * 3 * 2',
    '¯\\_(ツ)_/¯',
    '(*_*) (*^_^*) *_* ~_~ -_- >_< ^_^ :-) ;-*',
    '*.ts *.js, lib/*.o and src/**/*.ts',
    'C:\\_old_\\*x*\\y, /usr/_lib_/x',
    'a * b * c ** d ** e',
    '**not closed, *nor this',
    '** x ** and * y *',
    '**** ~~~~ ____ ````',
    '~about~ 5~6, ~~~three~~~',
    'it`s and that`s',
    '` `',
    '#1 # one\n## two',
    '---\n***\n___',
    '| a | b |\n|---|---|',
    '![alt](x.png) [x] [x][y] [y]: z',
    '\\*escaped\\* \\_so\\_',
    '<b>bold</b> <!-- c --> <https://',
    '&amp; &#42;',
    '1. ',
    '1.',
    '- ',
    '-',
    '> ',
    '>_<',
    '>:( no',
    '>>> print(1)',
    '-5 degrees',
    '1.5 and 3)x',
    '* no\n+ item',
    '    code\n\tcode',
    'several\n\n\n\nblank lines\n\n',
    '  leading and trailing  \n  spaces  ',
    '**one\ntwo**',
    '`one\ntwo`',
    '```\nnever closed',
    '```\n```',
    '12345678901. too long a number',
  ]
  for (const text of texts) t.same(parse(text), [text], JSON.stringify(text))
})

t.test('quotes', async (t) => {
  t.equal(html('> a\n> **b**\nanswer'), '<blockquote>a\n<strong>b</strong>\n</blockquote>answer')
  t.equal(html('> a\n>\n> b'), '<blockquote>a\n\nb</blockquote>', 'a blank line within')
  t.equal(html('> a\n\n> b'), '<blockquote>a\n</blockquote>\n<blockquote>b</blockquote>', 'and one between')
  t.equal(html('> > a\n> b\nc'), '<blockquote><blockquote>a\n</blockquote>b\n</blockquote>c')
  t.equal(html('> a\n>_<'), '<blockquote>a\n</blockquote>&#62;_&#60;', 'a face is no quote, nor part of one')
  t.equal(html('so:\n> a'), 'so:\n<blockquote>a</blockquote>')
})

t.test('lists', async (t) => {
  const list = (tag: string, ...items: [marker: string, text: string][]) =>
    `<${tag} role="list">${items.map(([marker, text]) => `<li><span class="marker">${marker} </span>${text}</li>`).join('')}</${tag}>`
  t.equal(html('- a\n- b'), list('ul', ['•', 'a\n'], ['•', 'b']))
  t.equal(html('1. a\n2. b\nc'), `${list('ol', ['1.', 'a\n'], ['2.', 'b\n'])}c`)
  t.equal(html('- a\n  - b\n- c'), list('ul', ['•', `a\n${list('ul', ['•', 'b\n'])}`], ['•', 'c']))
  t.equal(html('- a\n  more\nafter'), `${list('ul', ['•', 'a\nmore\n'])}after`)
  t.equal(html('- a\n1. b'), list('ul', ['•', 'a\n']) + list('ol', ['1.', 'b']))
  t.equal(
    html('- a\n\n\n- b'),
    `${list('ul', ['•', 'a\n'])}\n\n${list('ul', ['•', 'b'])}`,
    'blank lines stay',
  )
  t.equal(html('> - a\n> - b'), `<blockquote>${list('ul', ['•', 'a\n'], ['•', 'b'])}</blockquote>`)
  t.equal(html('1986. A great year'), list('ol', ['1986.', 'A great year']), 'numbers stay what was written')
  t.equal(html('3) c\n1) a\n1) a'), list('ol', ['3)', 'c\n'], ['1)', 'a\n'], ['1)', 'a']), 'all of them')
})

t.test('blocks of code', async (t) => {
  t.equal(html('```\na  **b**\n\n  c\n```'), '<pre><code>a  **b**\n\n  c\n</code></pre>')
  t.equal(html('so:\n```ts\nx\n```\ny'), 'so:\n<pre><code>x\n</code></pre>y', 'with a language')
  t.equal(html('```x\ny```\nz'), '<pre><code>y\n</code></pre>z', 'closed at the end of a line')
  t.equal(html('```not a language\ny\n```'), '<pre><code>not a language\ny\n</code></pre>', 'no word is lost')
  t.equal(html('````\n```\n````'), '<pre><code>```\n</code></pre>', 'a longer fence holds a shorter one')
  t.equal(html('```\na\r\nb\r\n```\r\n**c**'), '<pre><code>a\r\nb\r\n</code></pre><strong>c</strong>')
  t.match(
    html(`\`\`\`\n${'x'.repeat(21)}\n\`\`\``),
    '<pre tabindex="0">',
    'the keyboard scrolls what is wide',
  )
})

t.test('addresses beside marks', async (t) => {
  t.match(
    html('**https://example.org/a_b**'),
    /^<strong><a href="https:\/\/example\.org\/a_b"[^>]*>[^<]*<\/a><\/strong>$/,
  )
  const url = 'https://example.org/_a_/*b*/c_d_?x=~~y~~'
  t.match(html(`see ${url} now`), `>${url.replaceAll('=', '&#61;')}</a> now`, 'marks in it are part of it')
  t.equal(html('`https://example.org`'), '<code>https://example.org</code>')
})
