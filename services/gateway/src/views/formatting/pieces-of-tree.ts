import type { SyntaxNode } from '@lezer/common'
import { append } from './append.ts'
import type { Formatted, Piece } from './piece.ts'

/** A tree of the dialect as pieces. Blocks keep the ends of their lines within them: a line stays one in any form. */
export function piecesOfTree(node: SyntaxNode, source: string): Piece[] {
  const parts: Piece[] = []
  let pos = node.from
  for (const child of children(node)) {
    append(parts, lineEnds(source, pos, child.from))
    pos = child.to
    if (child.name === 'Paragraph') append(parts, ...inlinePieces(child, source, 0))
    const block = blockOf(child, source)
    if (block === undefined) continue
    append(parts, block)
    if (child.to === node.to || source[child.to] !== '\n') continue
    append(innermost(block).parts, '\n')
    pos++
  }
  append(parts, lineEnds(source, pos, node.to))
  return parts
}

type Block = Extract<Formatted, { kind: 'quote' | 'item' }>

function blockOf(node: SyntaxNode, source: string): Block | undefined {
  if (node.name === 'Quote') return { kind: 'quote', parts: piecesOfTree(node, source) }
  if (node.name === 'BulletItem') return { kind: 'item', marker: '•', parts: piecesOfTree(node, source) }
  if (node.name !== 'OrderedItem') return undefined
  const mark = node.getChild('ListMark')
  return {
    kind: 'item',
    marker: source.slice(mark?.from, mark?.to),
    parts: piecesOfTree(node, source),
  }
}

/** The block that a block's last line is in. */
function innermost(block: Block): Block {
  const last = block.parts.at(-1)
  return typeof last === 'object' && (last.kind === 'quote' || last.kind === 'item') ? innermost(last) : block
}

/** Between lines there is nothing else but marks and indentation, which were understood. */
function lineEnds(source: string, from: number, to: number): string {
  return source.slice(from, to).replaceAll(/[^\n]/g, '')
}

/** Marks within marks; what is deeper stays as it was written. */
const mostDeep = 8

const dropped = new Set(['EmphasisMark', 'CodeMark', 'LinkMark', 'URL'])

function inlinePieces(node: SyntaxNode, source: string, depth: number): Piece[] {
  const parts: Piece[] = []
  let pos = node.from
  for (const child of children(node)) {
    append(parts, source.slice(pos, child.from))
    if (!dropped.has(child.name)) append(parts, inlinePiece(child, source, depth))
    pos = child.to
  }
  append(parts, source.slice(pos, node.to))
  return parts
}

const kinds = { Emphasis: 'italic', StrongEmphasis: 'bold', Strikethrough: 'strike' } as const

function inlinePiece(node: SyntaxNode, source: string, depth: number): Piece {
  const written = source.slice(node.from, node.to)
  if (depth >= mostDeep) return written
  const parts = inlinePieces(node, source, depth + 1)
  const url = node.getChild('URL')
  if (url !== null) return { kind: 'link', url: source.slice(url.from, url.to), parts }
  if (node.name === 'InlineCode')
    return isSpace(parts) ? written : { kind: 'code', parts: parts.map(unpadded) }
  const kind = Object.hasOwn(kinds, node.name) ? kinds[node.name as keyof typeof kinds] : undefined
  return kind === undefined || !hasWords.test(written) ? written : { kind, parts }
}

/** What is worth a mark. Marks around nothing but marks, as in (*_*) and (*^_^*), are a face. */
const hasWords = /[\p{L}\p{N}\p{So}]/u

function isSpace([code]: readonly Piece[]): boolean {
  return typeof code !== 'string' || code.trim() === ''
}

/** A space inside each end is how code with backticks at its ends is written. */
function unpadded(code: Piece): Piece {
  return typeof code === 'string' && /^ .*`.* $/.test(code) ? code.slice(1, -1) : code
}

function* children(node: SyntaxNode): Generator<SyntaxNode> {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) yield child
}
