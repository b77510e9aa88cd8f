import { byId, clone, slot } from './elements.ts'

const shownMs = 8_000
const most = 3
const keptName = 'parley.toast'

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

/** Says something on the page that one is led to now. Where nothing can be kept, it goes unsaid. */
export function toastOnNextPage(text: string): void {
  try {
    sessionStorage.setItem(keptName, text)
  } catch {
    // Browsers may forbid it.
  }
}

/** Says what the page before had to say. */
export function showKeptToast(): void {
  try {
    const text = sessionStorage.getItem(keptName)
    sessionStorage.removeItem(keptName)
    if (text !== null) toast(text)
  } catch {
    // Browsers may forbid it.
  }
}
