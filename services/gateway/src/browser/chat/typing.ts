import type { ParleyClient } from '@parley/client'
import { byId } from '../elements.ts'

/** Says in the head of the chat that the other person is writing something. Not read out: it would talk over people. */
export function showTyping(client: ParleyClient, conversation: string): void {
  client.on('typing', ({ conversation: where, users }) => {
    const element = byId('typing', HTMLElement)
    if (where === conversation && element !== undefined) element.hidden = users.length === 0
  })
}
