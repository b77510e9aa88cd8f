import type { Piece } from './piece.ts'

/** Adds to the end. Texts beside each other become one, so that an address across them is found. */
export function append(parts: Piece[], ...more: readonly Piece[]): void {
  for (const piece of more) {
    const last = parts.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') parts[parts.length - 1] = last + piece
    else if (piece !== '') parts.push(piece)
  }
}
