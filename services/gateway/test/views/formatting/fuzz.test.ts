import { chromium, needs } from '@parley/testing'
import fc from 'fast-check'
import t from 'tap'
import { parse } from '../../../src/views/formatting/parse.ts'
import type { Piece } from '../../../src/views/formatting/piece.ts'
import { plainText } from '../../../src/views/formatting/plain-text.ts'
import { previewText } from '../../../src/views/formatting/preview-text.ts'
import { messageHtml } from '../../../src/views/text.ts'
import { writtenText } from './written-texts.ts'

const runs = 3_000

/** Each tag that formatting may make, letter by letter. */
const tags = [
  /<(strong|em|s|code|blockquote|li)>/,
  /<(ul|ol) role="list">/,
  /<(pre)(?: tabindex="0")?>/,
  /<(span) class="marker">/,
  /<(a) href="(?:https?:|mailto:)[^"<>]*"(?: title="(?:https?:|mailto:)[^"<>]*")? target="_blank" rel="noopener noreferrer nofollow">/,
]
const tag = new RegExp(`^(?:${tags.map(({ source }) => source).join('|')}|</(\\w+)>)`, 'i')

t.test('nothing that is written becomes other markup', async (t) => {
  fc.assert(
    fc.property(writtenText, (text) => {
      let rest = messageHtml(text, parse)
      const open: string[] = []
      while (rest !== '') {
        rest = rest.replace(/^[^<>"'=]+/, '')
        if (rest === '') break
        const [whole, ...names] = tag.exec(rest) ?? []
        if (whole === undefined) throw new Error(`not ours: ${rest.slice(0, 60)}`)
        const name = names.find((one) => one !== undefined) ?? ''
        if (!whole.startsWith('</')) open.push(name)
        else if (open.pop() !== name) throw new Error(`${whole} closes something else`)
        if (name === 'a' && open.indexOf('a') !== open.lastIndexOf('a')) throw new Error('a link in a link')
        rest = rest.slice(whole.length)
      }
      if (open.length > 0) throw new Error(`left open: ${open.join()}`)
    }),
    { numRuns: runs },
  )
  t.pass(`${runs} texts`)
})

t.test('nothing that is written is lost or made up', async (t) => {
  fc.assert(
    fc.property(writtenText, (text) => essence(parse(text).map(rewritten).join('')) === essence(text)),
    { numRuns: runs },
  )
  const unmarked = fc.string({ unit: 'grapheme' }).filter((text) => !/[*_~`\]>\-\d]/.test(text))
  // What is blank is no message.
  fc.assert(fc.property(unmarked, (text) => text.trim() === '' || parse(text)[0] === text))
  t.pass(`${runs} texts`)
})

t.test('a page and a plain text say the same', async (t) => {
  fc.assert(
    fc.property(writtenText, (text) => textOf(messageHtml(text, parse)) === plainText(text, parse)),
    { numRuns: runs },
  )
  fc.assert(
    fc.property(writtenText, (text) => {
      const preview = previewText(text, parse)
      const isOfText = isWithin(essence(preview).replace(/…$/, ''), essence(text))
      return !/[\n\r\t]/.test(preview) && isOfText
    }),
    { numRuns: runs },
  )
  t.pass(`${runs} texts`)
})

t.test('a browser makes of it what was meant', await needs('chromium'), async (t) => {
  const browser = await chromium(t)
  const page = await browser.newPage()
  const texts = fc.sample(writtenText, runs)
  const all = texts.map((text) => ({ html: messageHtml(text, parse), plain: plainText(text, parse) }))
  const wrong: unknown = await page.evaluate(`(${findWrong})(${JSON.stringify(all)})`)
  t.same(wrong, [])
})

const findWrong = `(cases) => {
  const allowed = 'A BLOCKQUOTE CODE EM LI OL PRE S SPAN STRONG UL'.split(' ')
  const place = document.createElement('div')
  return cases.filter(({ html, plain }) => {
    place.innerHTML = html
    const isOurs = [...place.querySelectorAll('*')].every((one) => allowed.includes(one.nodeName))
    // Parsers of HTML know one kind of line's end.
    return !isOurs || place.textContent !== plain.replaceAll(/\\r\\n?/g, '\\n')
  })
}`

/** Without marks, and what may come or go with them. */
function essence(text: string): string {
  return text.replaceAll(/[*_~`>\-•()[\]\s]/gu, '')
}

/** With what only a page shows: where links lead, and the language of code. */
function rewritten(piece: Piece): string {
  if (typeof piece === 'string') return piece
  const words = piece.parts.map(rewritten).join('')
  if (piece.kind === 'link') return `${words} ${piece.url}`
  if (piece.kind === 'codeBlock') return `${piece.language} ${words}`
  return piece.kind === 'item' ? `${piece.marker} ${words}` : words
}

function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}

/** Whether all characters of one stand in the other, in this order. */
function isWithin(part: string, whole: string): boolean {
  let at = 0
  for (const character of part) {
    at = whole.indexOf(character, at) + 1
    if (at === 0) return false
  }
  return true
}
