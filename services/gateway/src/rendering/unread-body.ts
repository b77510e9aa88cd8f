import {
  cut,
  type Entry,
  groupId,
  isGroup,
  limits,
  type Person,
  type Unread,
  Username,
} from '@parley/contracts'
import { type Static, Type } from 'typebox'
import { chatUrl } from '../views/chat-address.ts'

const UnreadMessage = Type.Object({
  id: Type.Integer(),
  sender: Username,
  group: Type.Optional(Type.String({ description: 'The id of the group that it was written to' })),
  group_name: Type.Optional(Type.String()),
  content: Type.String({ description: `Cut at ${limits.previewCharacters} characters` }),
  created_at: Type.String({ format: 'date-time' }),
  chat_url: Type.String(),
})

/** What `/messages/unread/` answers and `/ws/notifications/` sends. */
export const UnreadBody = Type.Object({
  count: Type.Integer(),
  messages: Type.Array(UnreadMessage, { maxItems: limits.previews, description: 'The newest first' }),
  mentions: Type.Optional(
    Type.Array(UnreadMessage, {
      maxItems: limits.mentionsCounted,
      description:
        'Those that mention whoever asks, the newest first, also where all but mentions is muted; left out where there are none',
    }),
  ),
})
export type UnreadBody = Static<typeof UnreadBody>

/** What an unread count is shown with: whoever wrote, and what groups are called, by their conversations. */
export interface AroundUnread {
  people: ReadonlyMap<string, Person>
  groups: ReadonlyMap<string, string>
}

/** Messages of people who are not known are left out; the count is whole. */
export function unreadBody({ count, messages, mentions = [] }: Unread, around: AroundUnread): UnreadBody {
  const bodies = (entries: readonly Entry[]) => entries.flatMap((entry) => bodyOf(entry, around) ?? [])
  const mentioning = bodies(mentions.slice(0, limits.mentionsCounted))
  return {
    count,
    messages: bodies(messages.slice(0, limits.previews)),
    ...(mentioning.length > 0 ? { mentions: mentioning } : {}),
  }
}

function bodyOf(
  { n, by, conversation, text = '', at }: Entry,
  { people, groups }: AroundUnread,
): Static<typeof UnreadMessage> | undefined {
  const sender = people.get(by)?.username
  if (sender === undefined) return undefined
  return {
    id: n,
    sender,
    ...groupOf(conversation, groups),
    content: cut(text, limits.previewCharacters),
    created_at: new Date(at).toISOString(),
    chat_url: chatUrl(isGroup(conversation) ? { group: groupId(conversation) } : { username: sender }),
  }
}

function groupOf(conversation: string, groups: ReadonlyMap<string, string>) {
  if (!isGroup(conversation)) return {}
  const name = groups.get(conversation)
  return { group: groupId(conversation), ...(name === undefined ? {} : { group_name: name }) }
}
