import { goneWords } from '../../views/gone-words.ts'
import { previewText } from '../../views/formatting/preview-text.ts'
import { allWithin, clone, slot, within } from '../elements.ts'
import { withFormatting } from '../formatting.ts'

/** Shows above a message that is on its way what it is a reply to, by the message that is there. */
export function addQuote(
  message: HTMLElement,
  quoted: { n: number; element: HTMLElement | undefined },
): void {
  const quote = clone('tpl-quote', HTMLAnchorElement)
  if (quote === undefined) return
  const { n, element } = quoted
  quote.dataset.re = String(n)
  const author = slot(quote, 'quote-author')
  const text = slot(quote, 'quote-text')
  if (author !== undefined && element !== undefined) author.textContent = authorOf(element)
  if (text !== undefined)
    text.textContent = within(element ?? message, '.text', HTMLElement)?.textContent ?? ''
  message.querySelector('.bubble')?.prepend(quote)
}

/** A message has another text, or (undefined) none any more: what quotes it says so. */
export function changeQuotes(list: HTMLElement, n: number, text: string | undefined): void {
  for (const quote of allWithin(list, `.quote[data-re="${n}"]`, HTMLAnchorElement)) {
    const place = slot(quote, 'quote-text')
    if (place === undefined || quote.dataset.gone !== undefined) continue
    if (quote.dataset.folded !== undefined && text !== undefined) continue
    if (text === undefined) {
      quote.dataset.gone = ''
      place.textContent = goneWords
    } else
      withFormatting(text, (parse) => {
        if (quote.dataset.gone === undefined) place.textContent = previewText(text, parse)
      })
  }
}

/** Leads to the quoted message where the page has it; else the link does. */
export function goToQuoted(event: MouseEvent, quoted: HTMLElement | undefined): void {
  if (quoted === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  quoted.scrollIntoView({ block: 'center' })
  quoted.focus({ preventScroll: true })
}

/** What a message's author is called here. */
export function authorOf(message: HTMLElement): string {
  return message.querySelector('.author')?.textContent ?? ''
}
