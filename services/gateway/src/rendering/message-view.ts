import type { Entry, Person, Pointer } from '@parley/contracts'
import type { MessageState, MessageView } from '../views/model.ts'

/** One message as `viewer` sees it. `pointers` are the conversation's; without them one's own message is *sent*. */
export function messageView(
  entry: Entry,
  viewer: string,
  author: Person,
  pointers: readonly Pointer[] = [],
): MessageView {
  return {
    conversation: entry.conversation,
    seq: entry.seq,
    n: entry.n,
    clientId: entry.clientId,
    mine: entry.by === viewer,
    author: { username: author.username, displayName: author.displayName },
    text: entry.text ?? '',
    at: new Date(entry.at).toISOString(),
    state: messageState(entry, pointers),
  }
}

/** How far a message got: as far as the first of its author's companions. */
export function messageState(entry: Entry, pointers: readonly Pointer[]): MessageState {
  const others = pointers.filter(({ user }) => user !== entry.by)
  if (others.some(({ readSeq }) => readSeq >= entry.seq)) return 'read'
  if (others.some(({ deliveredSeq }) => deliveredSeq >= entry.seq)) return 'delivered'
  return 'sent'
}
