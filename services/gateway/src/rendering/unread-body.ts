import { cut, groupId, isGroup, limits, type Person, type Unread, Username } from '@parley/contracts'
import { type Static, Type } from 'typebox'
import { chatUrl } from '../views/chat-address.ts'

/** What `/messages/unread/` answers and `/ws/notifications/` sends. */
export const UnreadBody = Type.Object({
  count: Type.Integer(),
  messages: Type.Array(
    Type.Object({
      id: Type.Integer(),
      sender: Username,
      group: Type.Optional(Type.String({ description: 'The id of the group that it was written to' })),
      group_name: Type.Optional(Type.String()),
      content: Type.String({ description: `Cut at ${limits.previewCharacters} characters` }),
      created_at: Type.String({ format: 'date-time' }),
      chat_url: Type.String(),
    }),
    { maxItems: limits.previews, description: 'The newest first' },
  ),
})
export type UnreadBody = Static<typeof UnreadBody>

/** What an unread count is shown with: whoever wrote, and what groups are called, by their conversations. */
export interface AroundUnread {
  people: ReadonlyMap<string, Person>
  groups: ReadonlyMap<string, string>
}

/** Messages of people who are not known are left out; the count is whole. */
export function unreadBody(unread: Unread, { people, groups }: AroundUnread): UnreadBody {
  return {
    count: unread.count,
    messages: unread.messages.slice(0, limits.previews).flatMap((entry) => {
      const sender = people.get(entry.by)?.username
      if (sender === undefined) return []
      return {
        id: entry.n,
        sender,
        ...groupOf(entry.conversation, groups),
        content: cut(entry.text ?? '', limits.previewCharacters),
        created_at: new Date(entry.at).toISOString(),
        chat_url: chatUrl(
          isGroup(entry.conversation) ? { group: groupId(entry.conversation) } : { username: sender },
        ),
      }
    }),
  }
}

function groupOf(conversation: string, groups: ReadonlyMap<string, string>) {
  if (!isGroup(conversation)) return {}
  const name = groups.get(conversation)
  return { group: groupId(conversation), ...(name === undefined ? {} : { group_name: name }) }
}
