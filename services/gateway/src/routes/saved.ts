import { type Group, isGroup, messages, ParleyError, type Person, type SavedMessage } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError } from '../errors/known-error.ts'
import { addresseeOf } from '../rendering/addressee.ts'
import { isoTime } from '../rendering/iso-time.ts'
import { messageBody, type SavedBody } from '../rendering/message-body.ts'
import { messageView } from '../rendering/message-view.ts'
import { peopleOf } from '../rendering/shown-entries.ts'
import { viewerOf } from '../sessions/gates.ts'
import { placeInChat } from '../views/chat-address.ts'
import { savedPage } from '../views/index.ts'
import type { PartyView, SavedRowView } from '../views/model.ts'
import { bellOf } from './bell.ts'
import { groupView, personView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'

interface SavedPage {
  saved: readonly SavedMessage[]
  /** Everybody whom these name, by id. */
  people: ReadonlyMap<string, Person>
  next: string | null
}

/** `GET /messages/saved/`: what one has saved for oneself, the last saved first, page by page; for scripts the messages. */
export function saved(app: FastifyInstance, parts: RouteParts): void {
  const options = { config: { answers: 'either' as const }, preValidation: app.requireViewer }
  app.get('/messages/saved/', options, async (request, reply) => {
    const before = queryText(request, 'before')
    if (before !== undefined && !/^[0-9a-z-]{1,40}$/.test(before))
      throw new ParleyError('INVALID', 'before must be what a page before said', { field: 'before' })
    const viewer = viewerOf(request)
    const page = await read(request, before)
    if (audienceOf(request) === 'json')
      return { messages: page.saved.flatMap((one) => bodyOf(one, page, viewer.person)), before: page.next }
    const [groups, bell] = await Promise.all([groupsOf(request, page), bellOf(app, viewer, request)])
    const view = {
      rows: page.saved.flatMap((one) => rowView(one, { ...page, groups }, viewer.person)),
      older: page.next,
      isFirst: before === undefined,
    }
    return await sendPage(request, reply, parts, { render: (chrome) => savedPage(chrome, view), bell })
  })

  async function read(request: FastifyRequest, before: string | undefined): Promise<SavedPage> {
    const context = { actor: viewerOf(request).person.id, requestId: request.id }
    const found = await app.call(messages.saved, before === undefined ? {} : { before }, context)
    const ids = peopleOf(found.saved.map(({ message }) => message))
    const people = await app.people.byIds(ids, request.id)
    return { saved: found.saved, people, next: found.next ?? null }
  }

  /** By their conversations; without those that one has left while this was asked. */
  async function groupsOf(request: FastifyRequest, page: SavedPage): Promise<ReadonlyMap<string, Group>> {
    const context = { actor: viewerOf(request).person.id, requestId: request.id }
    const all = page.saved.map(({ message }) => message.conversation)
    const found = await Promise.all(
      [...new Set(all.filter(isGroup))].map(async (conversation) => {
        try {
          const { group } = await app.call(messages.conversation, { conversation }, context)
          return group ? [[conversation, group] as const] : []
        } catch (error) {
          if (knownError(error).code === 'NOT_FOUND') return []
          throw error
        }
      }),
    )
    return new Map(found.flat())
  }
}

function bodyOf({ message, at }: SavedMessage, { people }: SavedPage, viewer: Person): SavedBody[] {
  const body = messageBody(message, people)
  const to = addresseeOf(message.conversation, viewer.id, people)
  if (!body || !to) return []
  const peer = 'username' in to ? { with: to.username } : {}
  return [{ ...body, saved: true, saved_at: isoTime(at), ...peer }]
}

function rowView(
  { message }: SavedMessage,
  page: SavedPage & { groups: ReadonlyMap<string, Group> },
  viewer: Person,
): SavedRowView[] {
  const view = messageView(message, { viewer: viewer.id, people: page.people })
  const to = addresseeOf(message.conversation, viewer.id, page.people)
  const peer = to && partyOf(message.conversation, to, page)
  return view && peer ? [{ message: { ...view, url: placeInChat(to, message.n) }, peer }] : []
}

function partyOf(
  conversation: string,
  to: NonNullable<ReturnType<typeof addresseeOf>>,
  { people, groups }: SavedPage & { groups: ReadonlyMap<string, Group> },
): PartyView | undefined {
  if ('group' in to) {
    const group = groups.get(conversation)
    return group && groupView(conversation, group)
  }
  const peer = [...people.values()].find(({ username }) => username === to.username)
  return peer && personView(peer)
}
