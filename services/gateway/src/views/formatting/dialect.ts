import { type BlockContext, type BlockParser, type Line, type NodeSpec, parser } from '@lezer/markdown'
import { inlineMarks } from './inline-marks.ts'

/** Quotes and lists within each other; what is deeper stays as it was written. */
const mostDeep = 5

/** An item's text may stand this far from its marker; more is an indentation of its own. */
const widestGap = 4

/** A quote goes on as long as its lines begin with its mark. */
const quote: NodeSpec = { name: 'Quote', composite: continuesQuote }
/** An item goes on as long as lines are indented as far as its text, which is `value`. */
const bulletItem: NodeSpec = { name: 'BulletItem', composite: continuesItem }
const orderedItem: NodeSpec = { name: 'OrderedItem', composite: continuesItem }

const unwanted =
  'LinkReference IndentedCode FencedCode Blockquote HorizontalRule BulletList OrderedList ATXHeading HTMLBlock ' +
  'SetextHeading Escape Entity HTMLTag HardBreak Link LinkEnd Image'

const blocks: readonly BlockParser[] = [
  { name: 'Quote', parse: openQuote },
  { name: 'Item', parse: openItem },
  { name: 'TextLine', parse: textLine },
]

/**
 * Markdown as people write it to each other: each line by itself, so that nothing reaches into lines where it was not
 * meant. Gives a tree of `Quote`, `BulletItem`, `OrderedItem` and `Paragraph` (one line), and in lines `Emphasis`,
 * `StrongEmphasis`, `Strikethrough`, `InlineCode` and `Link`. All else that Markdown knows is off and stays text.
 */
export const dialect = parser.configure({
  remove: unwanted.split(' '),
  defineNodes: [quote, bulletItem, orderedItem, 'Strikethrough'],
  parseBlock: blocks,
  parseInline: inlineMarks,
})

/** `>` needs its space, or `>_<` and `>:(` would be quotes. */
function openQuote(cx: BlockContext, line: Line): null | false {
  if (!opens(cx, line) || !/^>[ \t]+[^\s]/.test(line.text.slice(line.pos))) return false
  cx.startComposite('Quote', line.pos)
  cx.addElement(cx.elt('QuoteMark', cx.lineStart + line.pos, cx.lineStart + line.pos + 1))
  line.moveBase(line.pos + 2)
  return null
}

function continuesQuote(cx: BlockContext, line: Line): boolean {
  if (!/^>(?:[>\s]|$)/.test(line.text.slice(line.pos, line.pos + 2))) return false
  line.addMarker(cx.elt('QuoteMark', cx.lineStart + line.pos, cx.lineStart + line.pos + 1))
  line.moveBase(line.pos + (line.text[line.pos + 1] === ' ' ? 2 : 1))
  return true
}

/** A marker with nothing after it is no item: `- ` and `1. ` stay as they are. */
function openItem(cx: BlockContext, line: Line): null | false {
  const [marker] = /^(?:-|\d{1,9}[.)])(?=[ \t]+\S)/.exec(line.text.slice(line.pos)) ?? []
  if (marker === undefined || !opens(cx, line)) return false
  const afterMarker = line.pos + marker.length
  const textPos = line.skipSpace(afterMarker)
  const column = line.countIndent(textPos - afterMarker > widestGap ? afterMarker + 1 : textPos)
  cx.startComposite(marker === '-' ? 'BulletItem' : 'OrderedItem', line.pos, column - line.baseIndent)
  cx.addElement(cx.elt('ListMark', cx.lineStart + line.pos, cx.lineStart + afterMarker))
  line.moveBaseColumn(column)
  return null
}

function continuesItem(_cx: BlockContext, line: Line, value: number): boolean {
  if (line.next < 0 || line.indent < line.baseIndent + value) return false
  line.moveBaseColumn(line.baseIndent + value)
  return true
}

/** Not where it is indented like code, nor too deep. */
function opens(cx: BlockContext, line: Line): boolean {
  return line.indent - line.baseIndent < 4 && cx.depth <= mostDeep
}

/** All that opens nothing, from where the marks before it end: its own indentation is part of it. */
function textLine(cx: BlockContext, line: Line): true {
  const from = cx.lineStart + line.basePos
  const text = line.text.slice(line.basePos)
  const marks = mayHaveMarks.test(text) ? cx.parser.parseInline(text, from) : []
  cx.addElement(cx.elt('Paragraph', from, from + text.length, marks))
  cx.nextLine()
  return true
}

/** Lists and quotes are mostly of plain lines, which need not be looked through letter by letter. */
const mayHaveMarks = /[*_~`]|\]\(/
