import { emojiOnly, messageHtml } from '../../views/text.ts'
import { clone, within } from '../elements.ts'
import { withFormatting } from '../formatting.ts'

/** What was last put into a place: what knows the marks may come when that is another text. */
const newest = new WeakMap<HTMLElement, string>()

/** Puts a text into a message's bubble. */
export function setText(message: HTMLElement, text: string): void {
  const place = within(message, '.text', HTMLElement)
  if (place === undefined) return
  newest.set(place, text)
  const mentioned = new Set(message.dataset.mentions?.split(' '))
  place.dataset.emoji = emojiOnly(text)
  withFormatting(text, (parse) => {
    if (newest.get(place) === text) place.innerHTML = messageHtml(text, parse, mentioned)
  })
}

/** Says that a message has another text than its first, and leads to those before. */
export function markEdited(message: HTMLElement): void {
  const mark = clone('tpl-edited', HTMLAnchorElement)
  const url = message.querySelector('.message-more')?.getAttribute('href')
  if (mark === undefined || typeof url !== 'string' || message.querySelector('.edited') !== null) return
  mark.href = url
  message.querySelector('.meta > time')?.after(mark)
}

/** Puts words into the bubble for the text that is gone. @param isOwnDoing whoever looks at it deleted it */
export function showGone(message: HTMLElement, isOwnDoing: boolean): void {
  const words = clone(isOwnDoing ? 'tpl-gone-mine' : 'tpl-gone-theirs', HTMLElement)
  if (words === undefined) return
  message.dataset.deleted = ''
  delete message.dataset.deleting
  delete message.dataset.pinned
  delete message.dataset.saved
  delete message.dataset.folded
  message.querySelector('.bubble')?.replaceChildren(words)
  const gone = message.querySelectorAll(
    '.edited, .pinned-mark, .saved-mark, .status, .reactions, .message-more, .message-menu',
  )
  const hadFocus = [...gone].some((one) => one.contains(document.activeElement))
  for (const one of gone) one.remove()
  if (hadFocus) message.focus({ preventScroll: true })
}

/** What one would have copied by hand. */
export function textOf(message: HTMLElement): string {
  return within(message, '.text', HTMLElement)?.innerText ?? ''
}
