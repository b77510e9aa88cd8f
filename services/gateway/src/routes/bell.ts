import { messages, type Person, type Unread } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Viewer } from '../sessions/viewer.ts'
import type { BellView } from '../views/model.ts'

/** What someone has not read, and who wrote it. */
export async function unreadOf(
  app: FastifyInstance,
  viewer: Viewer,
  requestId: string,
): Promise<{ unread: Unread; people: Map<string, Person> }> {
  const unread = await app.call(messages.unread, {}, { actor: viewer.person.id, requestId })
  const authors = unread.messages.map(({ by }) => by)
  return { unread, people: await app.people.byIds(authors, requestId) }
}

/** The bell of a page; null where it cannot be had, which is no reason to refuse the page. */
export async function bellOf(
  app: FastifyInstance,
  viewer: Viewer,
  request: FastifyRequest,
): Promise<BellView | null> {
  try {
    const { unread, people } = await unreadOf(app, viewer, request.id)
    return bellView(unread, people)
  } catch (error) {
    request.log.warn({ err: error, requestId: request.id }, 'a page went without its bell')
    return null
  }
}

function bellView(unread: Unread, people: ReadonlyMap<string, Person>): BellView {
  const messages = unread.messages.flatMap(({ by, at, text }) => {
    const sender = people.get(by)
    if (!sender) return []
    const { username, displayName } = sender
    return {
      sender: { username, displayName },
      text: text ?? '',
      at: new Date(at).toISOString(),
      chatUrl: `/messages/chat/${username}/`,
    }
  })
  return { count: unread.count, messages }
}
