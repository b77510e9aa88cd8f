import { isArchived, isMarkedUnread, isMuted, isPinned, type ParleyClient } from '@parley/client'
import { mutedWords } from '../../views/muted-words.ts'
import { allWithin, byId, slot } from '../elements.ts'
import type { Page } from '../page.ts'

/**
 * What the chat's head says of how it is arranged, and that to open a chat which is marked as unread ends the mark: once
 * it is looked at, and not again while it stays open.
 */
export function keepArranged(
  client: ParleyClient,
  { page, conversation, isLookedAt }: { page: Page; conversation: string; isLookedAt: () => boolean },
): void {
  let isOpened = false
  const isMarked = () => {
    const pointer = client.pointers(conversation).find(({ user }) => user === page.viewer.id)
    return isMarkedUnread(client.own(conversation), pointer ?? { readSeq: 0 })
  }
  const open = () => {
    if (isOpened || client.state !== 'online' || !isLookedAt()) return
    isOpened = true
    if (!isMarked()) return
    client.arrange(conversation, { unread: false }).catch(() => {
      isOpened = false
    })
  }
  const show = () => {
    const link = byId('chat-arrange', HTMLElement)
    const own = client.own(conversation)
    if (link === undefined || own === undefined) return
    const is = {
      pinned: isPinned(own),
      archived: isArchived(own, newest()),
      muted: isMuted(client.own(conversation), client.now),
    }
    for (const [name, value] of Object.entries(is)) link.toggleAttribute(`data-${name}`, value)
    const muted = byId('chat-muted', HTMLElement)
    if (muted === undefined) return
    muted.hidden = !is.muted
    const words = slot(muted, 'muted-words')
    if (words !== undefined) words.textContent = mutedWords(own.hearsMentions)
  }
  client.on('online', () => {
    // The client knows it only after those who hear of the hello.
    queueMicrotask(open)
    show()
  })
  client.on('entry', (entry) => {
    // After whoever shows it.
    if (entry.conversation === conversation) queueMicrotask(show)
  })
  client.on('arranged', (arranged) => {
    if (arranged.conversation === conversation) show()
  })
  window.addEventListener('focus', open)
  document.addEventListener('visibilitychange', open)
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) isOpened = false
  })
}

/** The newest message that is shown. */
function newest(): { n: number; at: number } {
  const shown = allWithin(document, '#messages > li.message', HTMLElement)
  const { n = '0', at = '' } = shown.findLast(({ dataset }) => Number(dataset.n) > 0)?.dataset ?? {}
  return { n: Number(n), at: Date.parse(at) || 0 }
}
