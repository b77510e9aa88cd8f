import { foldedWords } from '../../views/gone-words.ts'
import { allWithin, clone, slot, within } from '../elements.ts'
import type { MessageList } from './message-list.ts'
import { authorOf } from './quotes.ts'

/** Puts what came by somebody whom the viewer blocks behind one line, as pages have it from the server. */
export function fold(message: HTMLElement): void {
  const bubble = within(message, '.bubble', HTMLElement)
  const details = clone('tpl-folded', HTMLDetailsElement)
  if (bubble === undefined || details === undefined || message.dataset.deleted !== undefined) return
  const author = slot(details, 'folded-author')
  if (author !== undefined) author.textContent = authorOf(message)
  details.append(...bubble.childNodes)
  bubble.append(details)
  message.dataset.folded = ''
  delete message.dataset.mentionsMe
  within(details, '.mention-mark', HTMLElement)?.remove()
}

/** The same with what a message quotes of them, as far as the page has it. */
export function foldQuotes(message: HTMLElement, list: MessageList): void {
  for (const quote of allWithin(message, '.quote', HTMLAnchorElement)) {
    if (list.byNumber(Number(quote.dataset.re))?.dataset.folded === undefined) continue
    quote.dataset.folded = ''
    const [author, text] = [slot(quote, 'quote-author'), slot(quote, 'quote-text')]
    if (author !== undefined) author.textContent = 'Message'
    if (text !== undefined) text.textContent = foldedWords
  }
}
