import { byId, clone, slot } from './elements.ts'

const shownMs = 8_000
const most = 3

/** Says something in passing, at the edge of the page. */
export function toast(text: string): void {
  const place = byId('toasts', HTMLElement)
  const made = clone('tpl-toast', HTMLElement)
  const words = made && slot(made, 'text')
  if (place === undefined || made === undefined || words === undefined) return
  words.textContent = text
  made.querySelector('[data-close]')?.addEventListener('click', () => made.remove())
  place.append(made)
  while (place.childElementCount > most) place.firstElementChild?.remove()
  setTimeout(() => made.remove(), shownMs)
}
