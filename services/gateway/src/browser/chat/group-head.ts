import type { ParleyClient } from '@parley/client'
import { memberWords } from '../../views/member-words.ts'
import { initials } from '../../views/avatar.ts'
import { byId, slot, within } from '../elements.ts'
import { isMissing } from '../missing-group.ts'
import type { ChatPage } from '../page.ts'
import { retitle } from '../tab-badge.ts'
import { toastOnNextPage } from '../toasts.ts'

/** What a group is called and how many are in it, in the head of its chat; and the way out for whoever is in it no more. */
export function keepGroupHead(client: ParleyClient, chat: ChatPage): void {
  if (chat.peerId !== undefined) return
  const show = () => {
    const group = client.groupOf(chat.conversation)
    if (group === undefined) return
    const count = byId('group-count', HTMLElement)
    if (count !== undefined) {
      count.dataset.count = String(group.count)
      count.textContent = memberWords(group.count)
    }
    if (group.name !== chat.peerName) rename(chat, group.name)
  }
  const leave = () => {
    toastOnNextPage(`You are not in the group ${chat.peerName} any more.`)
    location.replace('/messages/')
  }
  client.on('online', ({ conversations }) => {
    if (isMissing(chat.conversation, conversations)) leave()
    else show()
  })
  client.on('entry', ({ conversation, kind }) => {
    if (conversation === chat.conversation && kind === 'members') show()
  })
  client.on('left', (conversation) => {
    if (conversation === chat.conversation) leave()
  })
}

function rename(chat: ChatPage, name: string): void {
  chat.peerName = name
  const head = within(document, '.chat-head', HTMLElement)
  for (const [part, text] of Object.entries({ 'chat-name': name, avatar: initials(name) })) {
    const place = head && slot(head, part)
    if (place !== undefined) place.textContent = text
  }
  byId('composer-text', HTMLTextAreaElement)?.setAttribute('aria-label', `Message to ${name}`)
  retitle(name)
}
