import { html } from 'ghtml'
import { previewText } from './formatting/preview-text.ts'
import { parse } from './formatting/parse.ts'
import { foldedWords, goneWords, unseenWords } from './gone-words.ts'
import type { QuoteView } from './model.ts'

/** The message that another one is a reply to, above its text; leads to where it stands. */
export function quote({ n, author, text, deleted, unseen, folded, url = '' }: QuoteView): string {
  // Nothing leads to it, and nobody is named.
  if (unseen)
    return html`<p class="quote" data-re="${n}" data-gone><span class="quote-text" data-slot="quote-text">${unseenWords}</span></p>`
  const words = deleted ? goneWords : folded ? foldedWords : previewText(text, parse)
  return html`<a class="quote" href="${url}" data-action="quoted" data-re="${n}" !${deleted ? 'data-gone' : folded ? 'data-folded' : ''}><bdi class="quote-author" data-slot="quote-author">${author === '' ? 'Message' : author}</bdi><span class="sr-only">: </span><span class="quote-text" data-slot="quote-text">${words}</span></a>`
}
