import type { ParleyClient } from '@parley/client'
import { isMentioned } from '../views/is-mentioned.ts'
import { announce } from './announcer.ts'
import { isHeard } from './is-heard.ts'
import { isByBlocked } from './is-by-blocked.ts'
import type { Page } from './page.ts'

/** Tells screen readers of messages elsewhere; those of the chat that is open it reads itself. */
export function announceNews(client: ParleyClient, page: Page): void {
  const { viewer, chat } = page
  client.on('entry', (entry) => {
    const { kind, by, conversation } = entry
    const isMention = isMentioned(entry, viewer.id)
    if (kind !== 'message' || by === viewer.id || conversation === chat?.conversation) return
    if (!isHeard(client, conversation, isMention) || isByBlocked(page, entry)) return
    client
      .findPerson(by)
      .catch(() => undefined)
      .then((sender) => {
        const group = client.groupName(conversation)
        const where = group === undefined ? '' : ` in ${group}`
        const name = sender?.displayName
        if (isMention) announce(`${name ?? 'Somebody'} mentioned you${where}`)
        else announce(`New message from ${name ?? 'somebody'}${where}`)
      })
      .catch((error: unknown) => reportError(error))
  })
}
