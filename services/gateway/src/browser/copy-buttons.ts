import { copyText } from './copy-text.ts'
import { slot } from './elements.ts'

const saidMs = 2_000

/** Buttons that copy what their `data-copy` says, and say for a moment that they did. */
export function handleCopyButtons(document: Document): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null
    if (button === null) return
    copyText(button.dataset.copy ?? '').then(
      (isCopied) => {
        if (isCopied) say(button)
      },
      (error: unknown) => reportError(error),
    )
  })
}

function say(button: HTMLElement): void {
  const words = slot(button, 'words')
  if (words === undefined) return
  words.dataset.plain ??= words.textContent
  words.textContent = 'Copied'
  setTimeout(() => {
    words.textContent = words.dataset.plain ?? ''
  }, saidMs)
}
