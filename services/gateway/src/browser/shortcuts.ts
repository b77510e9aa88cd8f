import { openDialog } from './dialogs.ts'
import { shortcutOf } from './shortcut-of.ts'

/** `?` and Ctrl or Cmd with K. */
export function handleShortcuts(document: Document): void {
  document.addEventListener('keydown', (event) => {
    const shortcut = shortcutOf(event, isWriting(document.activeElement))
    if (shortcut === undefined) return
    event.preventDefault()
    openDialog(shortcut)
  })
}

function isWriting(element: Element | null): boolean {
  return element !== null && element.closest('input, textarea, select, [contenteditable]') !== null
}
