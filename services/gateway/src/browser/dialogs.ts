import { byId } from './elements.ts'
import { trigger } from './htmx.ts'

/** Opens and closes the dialogs of the page. The browser itself closes them on Escape. */
export function handleDialogs(document: Document): void {
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return
    const opener = target.closest('[data-open]')
    const dialog = target.closest('dialog')
    if (opener instanceof HTMLElement) {
      // One opens in the place of another.
      dialog?.close()
      openDialog(opener.dataset.open ?? '', returnTo(opener))
      return
    }
    // A click on the backdrop is one on the dialog itself.
    const isClosing = target.closest('[data-close]') !== null || target === dialog
    if (dialog !== null && isClosing && dialog.id !== 'session-ended') dialog.close()
  })
  // Nothing can be done here any more without logging in.
  byId('session-ended', HTMLDialogElement)?.addEventListener('cancel', (event) => event.preventDefault())
}

/** Opens one of the dialogs; the focus goes back to where it was, or to `back`, when it closes. */
export function openDialog(id: string, back: Element | null = document.activeElement): void {
  const dialog = byId(id, HTMLDialogElement)
  if (dialog === undefined || document.querySelector('dialog[open]') !== null) return
  dialog.showModal()
  dialog.addEventListener(
    'close',
    () => {
      // Browsers give it back by themselves, where it can be seen; by now it may have gone on from there.
      const here = document.activeElement
      const isNowhere = here === null || here === document.body || !here.checkVisibility()
      if (isNowhere && back instanceof HTMLElement) back.focus()
    },
    { once: true },
  )
  const input = dialog.querySelector('input')
  if (input === null) return
  input.value = ''
  input.focus()
  trigger(input, 'parley:open')
}

/** A button in a menu is gone once the menu closes: then its menu's summary takes the focus. */
function returnTo(opener: HTMLElement): Element {
  const menu = opener.closest('details')
  if (menu === null) return opener
  menu.open = false
  return menu.querySelector('summary') ?? opener
}
