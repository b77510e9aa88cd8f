import type { ConversationDocument, RecordDocument } from './mongodb-collections.ts'
import type { LogEnd, StoredConversation } from './store.ts'

/** Of groups, one member's pointer and what that member arranged; without a user, everybody's. */
export function seenOf(user: string | undefined) {
  if (user === undefined) return { group: 0, members: 0 }
  return { head: 1, g: 1, pointers: 1, [`reach.${user}`]: 1, [`own.${user}`]: 1 }
}

export function endOf({ seq, n, at, g }: RecordDocument): LogEnd {
  return { seq, n, at, ...(g === undefined ? {} : { g }) }
}

export function conversationOf({
  _id,
  head,
  pointers,
  reach,
  g,
  own,
}: ConversationDocument): StoredConversation {
  return {
    conversation: _id,
    head,
    pointers: Object.entries({ ...pointers, ...reach }).map(([user, pointer]) => ({ user, ...pointer })),
    ...(g === undefined ? {} : { g }),
    ...(own && Object.keys(own).length > 0
      ? { owns: Object.entries(own).map(([user, one]) => ({ user, ...one })) }
      : {}),
  }
}
