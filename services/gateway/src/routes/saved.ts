import { directMembers, messages, ParleyError, type Person, type SavedMessage } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { isoTime } from '../rendering/iso-time.ts'
import { messageBody, type SavedBody } from '../rendering/message-body.ts'
import { messageView, placeInChat } from '../rendering/message-view.ts'
import { viewerOf } from '../sessions/gates.ts'
import { savedPage } from '../views/index.ts'
import type { SavedRowView } from '../views/model.ts'
import { bellOf } from './bell.ts'
import { personView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'

/** A message that was saved, and with whom its conversation is. */
interface Row {
  saved: SavedMessage
  peer: Person
}

/** `GET /messages/saved/`: what one has saved for oneself, the last saved first, page by page; for scripts the messages. */
export function saved(app: FastifyInstance, parts: RouteParts): void {
  const options = { config: { answers: 'either' as const }, preValidation: app.requireViewer }
  app.get('/messages/saved/', options, async (request, reply) => {
    const before = queryText(request, 'before')
    if (before !== undefined && !/^[0-9a-z-]{1,40}$/.test(before))
      throw new ParleyError('INVALID', 'before must be what a page before said', { field: 'before' })
    const viewer = viewerOf(request)
    const { rows, next } = await read(request, before)
    if (audienceOf(request) === 'json')
      return { messages: rows.map((row) => bodyOf(row, viewer.person)), before: next }
    const bell = await bellOf(app, viewer, request)
    const view = {
      rows: rows.flatMap((row) => rowView(row, viewer.person)),
      older: next,
      isFirst: before === undefined,
    }
    return await sendPage(request, reply, parts, { render: (chrome) => savedPage(chrome, view), bell })
  })

  async function read(
    request: FastifyRequest,
    before: string | undefined,
  ): Promise<{ rows: Row[]; next: string | null }> {
    const { person } = viewerOf(request)
    const context = { actor: person.id, requestId: request.id }
    const found = await app.call(messages.saved, before === undefined ? {} : { before }, context)
    const ids = new Set(found.saved.map(({ message }) => peerOf(message.conversation, person)))
    const people = await app.people.byIds([...ids], request.id)
    const rows = found.saved.flatMap((one) => {
      const peer = people.get(peerOf(one.message.conversation, person))
      return peer ? [{ saved: one, peer }] : []
    })
    return { rows, next: found.next ?? null }
  }
}

function bodyOf({ saved: { message, at }, peer }: Row, viewer: Person): SavedBody {
  return { ...messageBody(message, [viewer, peer]), saved: true, saved_at: isoTime(at), with: peer.username }
}

function rowView({ saved: { message }, peer }: Row, viewer: Person): SavedRowView[] {
  const people = new Map([viewer, peer].map((person) => [person.id, person]))
  const view = messageView(message, { viewer: viewer.id, people })
  const url = placeInChat(peer.username, message.n)
  return view ? [{ message: { ...view, url }, peer: personView(peer) }] : []
}

function peerOf(conversation: string, { id }: Person): string {
  return directMembers(conversation)?.find((member) => member !== id) ?? ''
}
