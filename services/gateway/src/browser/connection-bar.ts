import type { ParleyClient } from '@parley/client'
import { byId } from './elements.ts'
import { toast } from './toasts.ts'

/** Most interruptions are over before anybody needs to know. */
const quietMs = 1_500

/** Shows how the page is connected. */
export function showConnection(client: ParleyClient): void {
  const bar = byId('connection', HTMLElement)
  let timer: ReturnType<typeof setTimeout> | undefined
  client.on('state', ({ state, reason }) => {
    clearTimeout(timer)
    if (state === 'ended') return showEnd(reason)
    if (state === 'stopped' || bar === undefined) return
    timer = setTimeout(
      () => {
        bar.dataset.state = state
      },
      state === 'connecting' ? quietMs : 0,
    )
  })
}

function showEnd(reason: string | undefined): void {
  if (reason === 'protocol') toast('This page is out of date. Reload it to go on.')
  else showSessionEnd()
}

/** The session is over; what was typed is kept for when this person is back. */
export function showSessionEnd(): void {
  const dialog = byId('session-ended', HTMLDialogElement)
  const login = dialog?.querySelector('a[data-login]')
  if (dialog === undefined || dialog.open) return
  if (login instanceof HTMLAnchorElement) {
    login.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`
  }
  for (const other of document.querySelectorAll('dialog[open]')) {
    if (other instanceof HTMLDialogElement) other.close()
  }
  dialog.showModal()
}
