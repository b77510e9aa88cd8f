import { type Entry, groupId, isGroup, messages, type Unread } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { aroundUnread } from '../groups/around-unread.ts'
import type { AroundUnread } from '../rendering/unread-body.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { apart } from '../views/apart.ts'
import { chatUrl } from '../views/chat-address.ts'
import type { BellView, NotificationView } from '../views/model.ts'

/** What someone has not read, and who wrote it where. */
export async function unreadOf(
  app: FastifyInstance,
  viewer: Viewer,
  requestId: string,
): Promise<{ unread: Unread; around: AroundUnread }> {
  const unread = await app.call(messages.unread, {}, { actor: viewer.person.id, requestId })
  return { unread, around: await aroundUnread(app, unread, requestId) }
}

/** The bell of a page; null where it cannot be had, which is no reason to refuse the page. */
export async function bellOf(
  app: FastifyInstance,
  viewer: Viewer,
  request: FastifyRequest,
): Promise<BellView | null> {
  try {
    const [{ unread, around }, blocked] = await Promise.all([
      unreadOf(app, viewer, request.id),
      app.blocks.blockedBy(viewer.person.id, request.id),
    ])
    const views = (entries: readonly Entry[]) => entries.flatMap((one) => notificationView(one, around) ?? [])
    const { mentions, others } = apart(unread)
    return { count: unread.count, messages: views(others), mentions: views(mentions), blocked: [...blocked] }
  } catch (error) {
    request.log.warn({ err: error, requestId: request.id }, 'a page went without its bell')
    return null
  }
}

function notificationView(
  { conversation, by, at, text = '' }: Unread['messages'][number],
  { people, groups }: AroundUnread,
): NotificationView | undefined {
  const sender = people.get(by)
  if (!sender) return undefined
  const { username, displayName } = sender
  const group = isGroup(conversation)
    ? { group: groupId(conversation), displayName: groups.get(conversation) ?? 'A group' }
    : undefined
  return {
    sender: { username, displayName },
    ...(group ? { group } : {}),
    text,
    at: new Date(at).toISOString(),
    chatUrl: chatUrl(group ?? { username }),
  }
}
