import type { Formatted } from './piece.ts'

type CodeBlock = Extract<Formatted, { kind: 'codeBlock' }>

/**
 * A text in sections: blocks of code between fences, and what is around them. A fence begins a line; the one that
 * ends the block may also end its last line, since people write it so. One that is never closed is text.
 */
export function splitFences(text: string): (string | CodeBlock)[] {
  if (!text.includes('```')) return [text]
  const lines = text.split(/(?<=\n)/)
  const sections: (string | CodeBlock)[] = []
  /** Fences that nothing closes any more, so that each line is looked through once for each. */
  const unclosed = new Set<string>()
  let around = ''
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const block = unclosed.has(fenceOf(line)) ? undefined : blockAt(lines, i, unclosed)
    if (block === undefined) {
      around += line
      continue
    }
    if (around !== '') sections.push(around)
    around = ''
    sections.push(block.code)
    i = block.last
  }
  if (around !== '') sections.push(around)
  return sections
}

function blockAt(
  lines: readonly string[],
  first: number,
  unclosed: Set<string>,
): { code: CodeBlock; last: number } | undefined {
  const opening = lines[first] ?? ''
  const fence = fenceOf(opening)
  if (fence === '') return undefined
  let last = first + 1
  while (last < lines.length && !closes(lines[last] ?? '', fence)) last++
  if (last === lines.length) {
    unclosed.add(fence)
    return undefined
  }
  const info = opening.trim().slice(fence.length).trim()
  // A word after the fence names the language; more than a word is code already.
  const language = /^[\w+#.-]{1,30}$/.test(info) ? info : ''
  const before = language === info ? '' : `${info}\n`
  const end = (lines[last] ?? '').trimEnd().slice(0, -fence.length)
  const code = before + lines.slice(first + 1, last).join('') + (end.trim() === '' ? '' : `${end}\n`)
  return code.trim() === '' ? undefined : { code: { kind: 'codeBlock', language, parts: [code] }, last }
}

/** The backticks that a line begins with, where they can be a fence. */
function fenceOf(line: string): string {
  return /^ {0,3}(`{3,})[^`]*$/.exec(line)?.[1] ?? ''
}

function closes(line: string, fence: string): boolean {
  const end = line.trimEnd()
  return end.endsWith(fence) && end[end.length - fence.length - 1] !== '`'
}
