import { showSessionEnd } from './connection-bar.ts'
import { toast } from './toasts.ts'

/** What htmx asked for and did not get must not take the place of what is there. */
export function handleRequestErrors(document: Document): void {
  document.addEventListener('htmx:before:swap', (event) => {
    const status = event.detail.ctx.response?.status ?? 200
    if (status < 400) return
    event.preventDefault()
    if (status === 401) showSessionEnd()
    else if (!isInBackground(event.detail.ctx.sourceElement)) toast(wordsFor(status))
  })
  document.addEventListener('htmx:error', ({ detail }) => {
    if (detail.ctx === undefined || isInBackground(detail.ctx.sourceElement)) return
    toast('The server cannot be reached. Try again in a moment.')
  })
}

/** Nobody asked for it: it is tried again by itself, and the bar says how the connection is. */
function isInBackground(source: Element): boolean {
  return source.id === 'conversations' || source.id === 'pinned'
}

function wordsFor(status: number): string {
  if (status === 429) return 'That was too fast. Please wait a moment.'
  if (status === 404) return 'There is nothing here.'
  if (status === 503) return 'This cannot be done right now. Please try again.'
  return 'Something went wrong on our side. Please try again.'
}
