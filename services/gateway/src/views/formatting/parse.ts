import { dialect } from './dialect.ts'
import { splitFences } from './fences.ts'
import { append } from './append.ts'
import type { Piece } from './piece.ts'
import { piecesOfTree } from './pieces-of-tree.ts'

/** The pieces of a message: `parse('a **b**')` is `['a ', { kind: 'bold', parts: ['b'] }]`. */
export function parse(text: string): Piece[] {
  const parts: Piece[] = []
  for (const section of splitFences(text)) {
    if (typeof section === 'string') append(parts, ...piecesOfTree(dialect.parse(section).topNode, section))
    else append(parts, section)
  }
  return parts
}
