import t from 'tap'
import { parse } from '../../src/views/formatting/parse.ts'
import { emojiOnly, messageHtml as withParser } from '../../src/views/text.ts'
import { longText } from './chats.ts'

const messageHtml = (text: string) => withParser(text, parse)
const rel = 'target="_blank" rel="noopener noreferrer nofollow"'

t.test('web and mail addresses become links', async (t) => {
  t.equal(
    messageHtml('see https://example.org/a?b=c&d (soon).'),
    `see <a href="https://example.org/a?b&#61;c&#38;d" ${rel}>https://example.org/a?b&#61;c&#38;d</a> (soon).`,
  )
  t.match(messageHtml('example.com'), 'href="https://example.com"', 'a bare name goes by https')
  t.match(messageHtml('http://example.org'), 'href="http://example.org"', 'what was written stays as written')
  t.match(messageHtml('me@example.org'), 'href="mailto:me@example.org"')
})

t.test('nothing else does', async (t) => {
  const texts = [
    'javascript:alert(1)',
    'javascript://example.com/%0aalert(1)',
    'data:text/html,<b>x</b>',
    'vbscript:x',
    'file:///etc/hostname',
    'ftp://example.org/x',
    '//example.org/x',
    'main.rs and build.sh and v1.2.3',
  ]
  for (const text of texts) t.notMatch(messageHtml(text), /href="(?!https?:|mailto:)/, text)
  t.notMatch(messageHtml('main.rs and build.sh'), '<a')
  t.notMatch(messageHtml('ftp://example.org/x'), 'href="ftp')
})

t.test('what stands in and around a link is escaped', async (t) => {
  const html = messageHtml(`<b>https://example.org/"onmouseover="x'</b> & more`)
  t.notMatch(html, /<b>|"onmouseover="/)
  t.match(html, '&#60;b&#62;')
  t.equal(messageHtml('a\nb'), 'a\nb', 'line breaks stay')
})

t.test('no text takes long', async (t) => {
  const texts = [longText(), 'https://'.repeat(625), 'a@'.repeat(2500), 'www.'.repeat(1250), '('.repeat(5000)]
  for (const text of texts) {
    const start = performance.now()
    messageHtml(text)
    const tookMs = performance.now() - start
    t.ok(tookMs < 200, `${text.slice(0, 10)}… took ${tookMs.toFixed(1)} ms`)
  }
})

t.test('one to three emoji are larger', async (t) => {
  t.equal(emojiOnly('🎉'), '1')
  t.equal(emojiOnly(' 👩‍👩‍👧‍👦 🏳️‍🌈\n'), '2')
  t.equal(emojiOnly('👍🏽👍🏿👍'), '3')
  for (const text of ['', ' ', '🎉🎉🎉🎉', '🎉!', '1', '#', 'a🎉'])
    t.equal(emojiOnly(text), '', `not ${text}`)
})
