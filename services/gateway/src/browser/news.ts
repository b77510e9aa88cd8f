import { isMuted, type ParleyClient } from '@parley/client'
import { announce } from './announcer.ts'
import type { Page } from './page.ts'

/** Tells screen readers of messages elsewhere; those of the chat that is open it reads itself. */
export function announceNews(client: ParleyClient, { viewer, chat }: Page): void {
  client.on('entry', ({ kind, by, conversation }) => {
    if (kind !== 'message' || by === viewer.id || conversation === chat?.conversation) return
    if (isMuted(client.own(conversation), client.now)) return
    client
      .findPerson(by)
      .catch(() => undefined)
      .then((sender) => {
        const group = client.groupName(conversation)
        const where = group === undefined ? '' : ` in ${group}`
        announce(`New message from ${sender?.displayName ?? 'somebody'}${where}`)
      })
      .catch((error: unknown) => reportError(error))
  })
}
