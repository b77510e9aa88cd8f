import { copyText } from './copy-text.ts'

/** Buttons that copy the address of a place of this site. */
export function handleCopyLinks(document: Document): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-copy-link]') : null
    if (button instanceof HTMLElement)
      void copyText(new URL(button.dataset.copyLink ?? '', location.origin).href, 'Link copied')
  })
}
