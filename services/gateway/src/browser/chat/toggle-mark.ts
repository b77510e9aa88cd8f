export type Mark = 'bold' | 'italic' | 'strike' | 'code'

/** What is selected in a text, from one place to another. */
export interface Selected {
  from: number
  to: number
}

/** `text` goes in the place of `replaced`; then `selected` is selected. */
export interface TextEdit {
  replaced: Selected
  text: string
  selected: Selected
}

const signs: Record<Mark, string> = { bold: '**', italic: '_', strike: '~~', code: '`' }

/**
 * Sets what is selected in a mark, or takes the mark away where it is there already. Each line gets its own, since
 * marks hold within a line; lines of code become a block. Space at the ends stays outside, where marks need it.
 */
export function toggleMark(value: string, selected: Selected, mark: Mark): TextEdit {
  const { from, to } = trimmed(value, selected)
  const inner = value.slice(from, to)
  if (!inner.includes('\n')) return toggleInLine(value, { from, to }, signs[mark])
  const text = mark === 'code' ? block(value, { from, to }) : lines(inner, signs[mark])
  return { replaced: { from, to }, text, selected: { from, to: from + text.length } }
}

function trimmed(value: string, { from, to }: Selected): Selected {
  const inner = value.slice(from, to)
  if (inner.trim() === '') return { from: to, to }
  return { from: to - inner.trimStart().length, to: from + inner.trimEnd().length }
}

function toggleInLine(value: string, { from, to }: Selected, sign: string): TextEdit {
  const inner = value.slice(from, to)
  const { length } = sign
  if (value.slice(from - length, from) === sign && value.slice(to, to + length) === sign) {
    const replaced = { from: from - length, to: to + length }
    return { replaced, text: inner, selected: { from: from - length, to: to - length } }
  }
  if (isWithin(inner, sign)) {
    const text = inner.slice(length, -length)
    return { replaced: { from, to }, text, selected: { from, to: from + text.length } }
  }
  const text = sign + inner + sign
  return { replaced: { from, to }, text, selected: { from: from + length, to: to + length } }
}

function isWithin(text: string, sign: string): boolean {
  return text.length > 2 * sign.length && text.startsWith(sign) && text.endsWith(sign)
}

/** What begins a quote or an item stays before the mark. */
const lineParts = /^(\s*(?:(?:[->]|\d{1,9}[.)])\s+)*)(.*?)(\s*)$/

function lines(text: string, sign: string): string {
  const parts = text.split('\n').map((line) => lineParts.exec(line)?.slice(1) ?? ['', line, ''])
  const isMarked = parts.every(([, words = '']) => words === '' || isWithin(words, sign))
  return parts
    .map(([before = '', words = '', after = '']) => {
      if (words === '') return before + after
      return before + (isMarked ? words.slice(sign.length, -sign.length) : sign + words + sign) + after
    })
    .join('\n')
}

const fence = '```'

function block(value: string, { from, to }: Selected): string {
  const inner = value.slice(from, to)
  const isBlock = inner.startsWith(`${fence}\n`) && inner.endsWith(`\n${fence}`)
  if (isBlock) return inner.slice(fence.length + 1, -fence.length - 1)
  const before = from === 0 || value[from - 1] === '\n' ? '' : '\n'
  const after = to === value.length || value[to] === '\n' ? '' : '\n'
  return `${before}${fence}\n${inner}\n${fence}${after}`
}
