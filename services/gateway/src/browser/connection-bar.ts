import type { ParleyClient } from '@parley/client'
import { byId } from './elements.ts'
import type { Page } from './page.ts'
import { toast } from './toasts.ts'

/** Most interruptions are over before anybody needs to know. */
const quietMs = 1_500

/** How long the answer that brings this browser its next session may take after the end of the one before. */
const renewedWithinMs = 1_000

/** Shows how the page is connected. */
export function showConnection(client: ParleyClient, { viewer }: Page): void {
  const bar = byId('connection', HTMLElement)
  let timer: ReturnType<typeof setTimeout> | undefined
  client.on('state', ({ state, reason }) => {
    clearTimeout(timer)
    if (state === 'ended') return void showEnd(reason, viewer.id)
    if (state === 'stopped' || bar === undefined) return
    timer = setTimeout(
      () => {
        bar.dataset.state = state
      },
      state === 'connecting' ? quietMs : 0,
    )
  })
}

async function showEnd(reason: string | undefined, viewerId: string): Promise<void> {
  if (reason === 'protocol') return toast('This page is out of date. Reload it to go on.')
  if (await hasNewSession(viewerId)) location.reload()
  else showSessionEnd()
}

/** Whether another tab of this browser has begun a session of the same person since: by a login, or a new password. */
async function hasNewSession(viewerId: string): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, renewedWithinMs))
  try {
    return (await fetch('/session', { headers: { 'X-Parley-User': viewerId } })).status === 204
  } catch {
    return false
  }
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
