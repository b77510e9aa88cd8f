import { announce } from './announcer.ts'
import { toast } from './toasts.ts'

/** Copies a text, and says so (`said`) to those who cannot see it. Resolves to whether the browser let it. */
export async function copyText(text: string, said = 'Copied'): Promise<boolean> {
  try {
    // Browsers have a clipboard for scripts on secure pages only.
    if ('clipboard' in navigator) await navigator.clipboard.writeText(text)
    else copySelected(text)
    announce(said)
    return true
  } catch {
    toast('The browser does not allow copying here.')
    return false
  }
}

function copySelected(text: string): void {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.className = 'sr-only'
  field.value = text
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  if (!isCopied) throw new Error('The browser did not copy.')
}
