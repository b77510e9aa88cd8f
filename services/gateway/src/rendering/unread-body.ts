import { cut, limits, type Person, type Unread, Username } from '@parley/contracts'
import { type Static, Type } from 'typebox'

/** What `/messages/unread/` answers and `/ws/notifications/` sends. */
export const UnreadBody = Type.Object({
  count: Type.Integer(),
  messages: Type.Array(
    Type.Object({
      id: Type.Integer(),
      sender: Username,
      content: Type.String({ description: `Cut at ${limits.previewCharacters} characters` }),
      created_at: Type.String({ format: 'date-time' }),
      chat_url: Type.String(),
    }),
    { maxItems: limits.previews, description: 'The newest first' },
  ),
})
export type UnreadBody = Static<typeof UnreadBody>

/** Messages of people who are not among `people` are left out; the count is whole. */
export function unreadBody(unread: Unread, people: ReadonlyMap<string, Person>): UnreadBody {
  return {
    count: unread.count,
    messages: unread.messages.slice(0, limits.previews).flatMap((entry) => {
      const sender = people.get(entry.by)?.username
      if (sender === undefined) return []
      return {
        id: entry.n,
        sender,
        content: cut(entry.text ?? '', limits.previewCharacters),
        created_at: new Date(entry.at).toISOString(),
        chat_url: `/messages/chat/${sender}/`,
      }
    }),
  }
}
