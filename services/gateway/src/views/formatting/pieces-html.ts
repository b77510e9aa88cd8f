import { html } from 'ghtml'
import type { Formatted, Piece } from './piece.ts'

/**
 * Pieces as HTML. `textHtml` escapes text, and may make links of addresses in it: it is not asked within links, and
 * not in code.
 */
export function piecesHtml(parts: readonly Piece[], textHtml: (text: string) => string): string {
  let out = ''
  parts.forEach((piece, i) => {
    if (typeof piece === 'string') out += textHtml(piece)
    else if (piece.kind === 'item')
      out += itemHtml(piece, { before: parts[i - 1], after: parts[i + 1] }, textHtml)
    else out += formattedHtml(piece, textHtml)
  })
  return out
}

function formattedHtml(
  piece: Exclude<Formatted, { kind: 'item' }>,
  textHtml: (text: string) => string,
): string {
  switch (piece.kind) {
    case 'bold':
      return `<strong>${piecesHtml(piece.parts, textHtml)}</strong>`
    case 'italic':
      return `<em>${piecesHtml(piece.parts, textHtml)}</em>`
    case 'strike':
      return `<s>${piecesHtml(piece.parts, textHtml)}</s>`
    case 'code':
      return `<code>${piecesHtml(piece.parts, escaped)}</code>`
    case 'quote':
      return `<blockquote>${piecesHtml(piece.parts, textHtml)}</blockquote>`
    case 'link':
      return linkHtml(piece.url, piecesHtml(piece.parts, escaped), new URL(piece.url).href)
    case 'codeBlock':
      return html`<pre!${canScroll(piece.parts) ? ' tabindex="0"' : ''}><code>${piece.parts.join('')}</code></pre>`
  }
}

/** `title`: where it really leads, where that is not what one reads. The address must have been checked. */
export function linkHtml(url: string, wordsHtml: string, title = ''): string {
  const shown = title === '' ? '' : html` title="${title}"`
  return html`<a href="${url}"!${shown} target="_blank" rel="noopener noreferrer nofollow">!${wordsHtml}</a>`
}

/** The markers are text, so that whoever copies a list gets what they saw. */
function itemHtml(
  { marker, parts }: Extract<Formatted, { kind: 'item' }>,
  { before, after }: { before: Piece | undefined; after: Piece | undefined },
  textHtml: (text: string) => string,
): string {
  const tag = listOf(marker)
  const start = isIn(before, tag) ? '' : `<${tag} role="list">`
  const end = isIn(after, tag) ? '' : `</${tag}>`
  return `${start}<li><span class="marker">${escaped(marker)} </span>${piecesHtml(parts, textHtml)}</li>${end}`
}

function isIn(piece: Piece | undefined, tag: 'ul' | 'ol'): boolean {
  return typeof piece === 'object' && piece.kind === 'item' && listOf(piece.marker) === tag
}

function listOf(marker: string): 'ul' | 'ol' {
  return marker === '•' ? 'ul' : 'ol'
}

function escaped(text: string): string {
  return html`${text}`
}

/** Lines that a narrow screen may not show whole: then the keyboard must be able to scroll them. */
function canScroll(code: readonly string[]): boolean {
  return code.some((part) => part.split('\n').some((line) => line.length > 20))
}
