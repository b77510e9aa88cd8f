import type { Entry } from '@parley/contracts'
import { type Addressee, placeInChat } from '../views/chat-address.ts'
import type { MessageView, PinnedView } from '../views/model.ts'
import { messageView, type Seen } from './message-view.ts'

/** The pinned messages of a conversation, as its bar and its page show them; without those whose author nobody knows. */
export function pinnedView(pinned: readonly Entry[], seen: Seen, to: Addressee): PinnedView {
  const messages = pinned.flatMap((entry): MessageView[] => {
    const view = messageView(entry, seen)
    return view ? [{ ...view, url: placeInChat(to, entry.n) }] : []
  })
  return { to, messages }
}
