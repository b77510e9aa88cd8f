import type { ParleyClient } from '@parley/client'
import type { AccountStore } from './account-store.ts'

const leaving: ReadonlySet<string> = new Set(['/logout', '/settings/delete/'])

/** Whoever logs out, or deletes their account, leaves nothing of theirs behind in this browser: not what is unsent, not what was typed. */
export function handleLogout(client: ParleyClient, drafts: AccountStore): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !leaving.has(new URL(form.action).pathname)) return
    const unsent = client.outbox().length
    if (unsent > 0 && !confirm(question(unsent))) {
      event.preventDefault()
      return
    }
    client.close()
    drafts.erase()
    client.eraseOutbox().catch((error: unknown) => reportError(error))
  })
}

function question(unsent: number): string {
  const what = unsent === 1 ? 'One message was' : `${unsent} messages were`
  return `${what} not sent yet and will be lost. Go on all the same?`
}
