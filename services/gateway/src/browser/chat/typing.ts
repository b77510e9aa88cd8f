import type { ParleyClient } from '@parley/client'
import { byId, slot } from '../elements.ts'
import { withTypingWords } from '../typing-names.ts'

/** Says in the head of the chat that others are writing something. Not read out: it would talk over people. */
export function showTyping(client: ParleyClient, conversation: string): void {
  client.on('typing', (typing) => {
    const element = byId('typing', HTMLElement)
    if (typing.conversation !== conversation || element === undefined) return
    element.hidden = typing.users.length === 0
    if (!element.hidden)
      withTypingWords(client, typing, (words) => {
        const place = slot(element, 'typing-words')
        if (place !== undefined) place.textContent = words
      })
  })
}
