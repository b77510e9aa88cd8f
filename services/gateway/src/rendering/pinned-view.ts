import type { Entry } from '@parley/contracts'
import type { MessageView, PinnedView } from '../views/model.ts'
import { messageView, placeInChat, type Seen } from './message-view.ts'

/** The pinned messages of a conversation, as its bar and its page show them; without those whose author nobody knows. */
export function pinnedView(pinned: readonly Entry[], seen: Seen, username: string): PinnedView {
  const messages = pinned.flatMap((entry): MessageView[] => {
    const view = messageView(entry, seen)
    return view ? [{ ...view, url: placeInChat(username, entry.n) }] : []
  })
  return { peerUsername: username, messages }
}
