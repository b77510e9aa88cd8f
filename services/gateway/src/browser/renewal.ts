import type { ParleyClient } from '@parley/client'

/** What gives the session a new id leads to a page of that one: this page must not say before that it is logged out. */
export function handleRenewal(client: ParleyClient): void {
  document.addEventListener('submit', ({ target }) => {
    if (target instanceof HTMLFormElement && target.dataset.renewsSession !== undefined) client.close()
  })
}
