import { mayBeFormatted } from './may-be-formatted.ts'
import type { Parse, Piece } from './piece.ts'

/** A message in words alone, line for line: without its marks, links by their words, lists with their markers. */
export function plainText(text: string, parse: Parse): string {
  return mayBeFormatted(text) ? piecesText(parse(text)) : text
}

export function piecesText(parts: readonly Piece[]): string {
  return parts.map(pieceText).join('')
}

function pieceText(piece: Piece): string {
  if (typeof piece === 'string') return piece
  const words = piecesText(piece.parts)
  return piece.kind === 'item' ? `${piece.marker} ${words}` : words
}
