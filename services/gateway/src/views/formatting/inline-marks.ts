import { type DelimiterType, InlineContext, type InlineParser } from '@lezer/markdown'
import { canClose, canOpen, isWithinWord } from './flanking.ts'
import { honestLink } from './honest-link.ts'

/** What is looked for at each character of a line, in this order: what an earlier one takes, a later one never sees. */
export const inlineMarks: readonly InlineParser[] = [
  { name: 'WebAddress', before: 'InlineCode', parse: webAddress },
  { name: 'Apostrophe', before: 'InlineCode', parse: apostrophe },
  { name: 'Emphasis', parse: emphasis },
  { name: 'Strikethrough', parse: strikethrough },
  { name: 'HonestLink', parse: link },
]

/** Finding which marks belong together takes the square of their number; no line that is read has this many. */
const mostMarksInLine = 200
const marksIn = new WeakMap<InlineContext, number>()

const underscore: DelimiterType = { resolve: 'Emphasis', mark: 'EmphasisMark' }
const tildes: DelimiterType = { resolve: 'Strikethrough', mark: 'EmphasisMark' }

/** Marks within an address are part of it. What makes it a link comes later; here it only is left alone. */
function webAddress(cx: InlineContext, next: number, pos: number): number {
  if (!addressStarts.has(next)) return -1
  const found = matchAt(/(?:https?:\/\/|www\.|mailto:)(?:(?!(?:\*\*|~~)(?![\w/%=&-]))[^\s<>`])+/iy, cx, pos)
  if (found === undefined || isWithinWord(before(cx, pos))) return -1
  return pos + found[0].replace(/[*_~)\]}>.,;:!?'"]+$/, '').length
}

const addressStarts = new Set(Array.from('hHwWmM', (letter) => letter.charCodeAt(0)))

/** A backtick in a word is an accent or an apostrophe, and opens nothing. */
function apostrophe(cx: InlineContext, next: number, pos: number): number {
  return next === 96 && isWithinWord(before(cx, pos)) ? runEnd(cx, next, pos) : -1
}

function emphasis(cx: InlineContext, next: number, pos: number): number {
  if (next !== 42 && next !== 95) return -1
  const end = runEnd(cx, next, pos)
  const isMark = end - pos <= (next === 42 ? 3 : 1)
  return isMark ? mark(cx, next === 42 ? InlineContext.emphasisAsterisk : underscore, pos, end) : end
}

function strikethrough(cx: InlineContext, next: number, pos: number): number {
  if (next !== 126) return -1
  const end = runEnd(cx, next, pos)
  return end - pos === 2 ? mark(cx, tildes, pos, end) : end
}

function link(cx: InlineContext, next: number, pos: number): number {
  if (next !== 91) return -1
  const [whole, words = '', address = ''] =
    matchAt(/\[([^[\]]+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)/y, cx, pos) ?? []
  if (whole === undefined || honestLink(words, address) === undefined) return -1
  const end = pos + whole.length
  const afterWords = pos + 1 + words.length
  const inner = cx.parser.parseInline(words, pos + 1)
  const marks = [cx.elt('LinkMark', pos, pos + 1), ...inner, cx.elt('LinkMark', afterWords, afterWords + 2)]
  const url = cx.elt('URL', afterWords + 2, end - 1)
  return cx.addElement(cx.elt('Link', pos, end, [...marks, url, cx.elt('LinkMark', end - 1, end)]))
}

/** Marks that neither open nor close are text, and so are all after too many. */
function mark(cx: InlineContext, type: DelimiterType, from: number, to: number): number {
  const known = marksIn.get(cx) ?? 0
  const after = cx.slice(to, to + 2)
  const opens = canOpen(before(cx, from), after)
  const closes = canClose(before(cx, from), after)
  if (known >= mostMarksInLine || !(opens || closes)) return to
  marksIn.set(cx, known + 1)
  return cx.addDelimiter(type, from, to, opens, closes)
}

/** Enough for one character, which may be of two units. */
function before(cx: InlineContext, pos: number): string {
  return cx.slice(Math.max(cx.offset, pos - 2), pos)
}

function runEnd(cx: InlineContext, character: number, pos: number): number {
  let end = pos + 1
  while (cx.char(end) === character) end++
  return end
}

function matchAt(pattern: RegExp, cx: InlineContext, pos: number): RegExpExecArray | undefined {
  pattern.lastIndex = pos - cx.offset
  return pattern.exec(cx.text) ?? undefined
}
