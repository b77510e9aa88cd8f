import { limits } from '@parley/contracts/limits'
import { cut } from '@parley/contracts/sound-text'
import { mayBeFormatted } from './may-be-formatted.ts'
import type { Formatted, Parse, Piece } from './piece.ts'
import { piecesText } from './plain-text.ts'

/**
 * A message on one line, in words alone, as much as a preview shows: the same whether the text is whole or was cut on
 * its way. Marks that the cut left without their other half go too.
 */
export function previewText(text: string, parse: Parse): string {
  const start = cut(text, limits.previewCharacters)
  if (!mayBeFormatted(start)) return oneLine(start)
  return oneLine(piecesText(start.endsWith('…') ? cutPieces(start, parse) : parse(start)))
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

function cutPieces(start: string, parse: Parse): Piece[] {
  const asClosed = parse(`${start}\n\`\`\``)
  const last = asClosed.at(-1)
  if (typeof last === 'object' && last.kind === 'codeBlock') return asClosed
  return withoutHalves(parse(start.replace(/[*_~`]+…$/, '…')))
}

/** The cut is in the last line, so only its text may have lost what closes its marks. */
function withoutHalves(parts: readonly Piece[]): Piece[] {
  const last = parts.at(-1)
  if (last === undefined) return []
  return [...parts.slice(0, -1), typeof last === 'string' ? withoutHalfMarks(last) : openEnded(last)]
}

/** Only what a line break ends goes on to the cut; in marks both halves are there. */
function openEnded(last: Formatted): Formatted {
  const isBlock = last.kind === 'quote' || last.kind === 'item'
  return isBlock ? { ...last, parts: withoutHalves(last.parts) } : last
}

function withoutHalfMarks(text: string): string {
  let out = text.replace(/\[([^[\]\n]+)\]\([^\s()]*…$/, '$1…')
  // Marks stand within marks, the inner ones last: as many rounds as there are kinds.
  for (let round = 0; round < 4; round++) out = out.replace(halfMark, '$1$2…')
  return out
}

const halfMark = /(^|[\s\p{Ps}\p{Pi}"'])(?:\*{1,3}|~~|_|`+)(?=[^\s*_~`])([^*_~`\n]*)…$/u
