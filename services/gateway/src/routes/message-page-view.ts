import { randomUUIDv7 } from 'node:crypto'
import { type Entry, type Group, messages, type OutputOf, ParleyError, type Pointer } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { messageView } from '../rendering/message-view.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { placeInChat } from '../views/chat-address.ts'
import { messageLink } from '../views/message-link.ts'
import type { MessagePageView, ReceiptsView } from '../views/model.ts'
import { type Addressed, peopleAround } from './conversation-address.ts'
import { partyView } from './conversation-views.ts'

/** Of more people the rest is counted. */
const mostNames = 50

export interface MessageRequest {
  viewer: Viewer
  addressed: Addressed
  /** The message's number. */
  n: number
  requestId: string
}

export type FoundMessage = OutputOf<typeof messages.versions> & {
  pointers: readonly Pointer[]
  group?: Group | undefined
  /** Nothing can be written in its conversation. */
  closed: boolean
  /** Its number, where who asks has saved it. */
  saved: readonly number[]
}

/** A message as it is now, and how far the members of its conversation are. @throws ParleyError NOT_FOUND, UNAVAILABLE */
export async function findMessage(
  app: FastifyInstance,
  { viewer, addressed: { conversation }, n, requestId }: MessageRequest,
): Promise<FoundMessage> {
  const context = { actor: viewer.person.id, requestId }
  const [found, { pointers, group, closed = false }, { numbers: saved }] = await Promise.all([
    app.call(messages.versions, { conversation, n }, context),
    app.call(messages.conversation, { conversation }, context),
    app.call(messages.savedIn, { conversation, from: n, to: n }, context),
  ])
  return { ...found, pointers, group, closed, saved }
}

/** All that the page of one message shows. @throws ParleyError NOT_FOUND, UNAVAILABLE */
export async function messagePageView(app: FastifyInstance, asked: MessageRequest): Promise<MessagePageView> {
  const { viewer, addressed, n } = asked
  const { message, quotes = [], versions, pointers, group, closed, saved } = await findMessage(app, asked)
  const isOwn = message.by === viewer.person.id && message.text !== undefined
  const [people, receipts] = await Promise.all([
    peopleAround(app, asked, [message], quotes),
    group && isOwn ? receiptsOf(app, asked, message) : undefined,
  ])
  const shown = messageView(message, { viewer: viewer.person.id, people, pointers, quotes, saved })
  if (!shown) throw new ParleyError('NOT_FOUND')
  return {
    peer: partyView(addressed, group),
    ...(receipts ? { receipts } : {}),
    message: shown,
    versions: versions.map(({ text, at }) => ({ text, at: new Date(at).toISOString() })),
    chatUrl: placeInChat(addressed.to, n),
    closed,
    linkUrl: messageLink(viewer.person.username, addressed.to, n),
    clientId: randomUUIDv7(),
  }
}

/** Who of those to whom one's own message went has read it, has received it, and has not: whoever came later is none of them. */
async function receiptsOf(
  app: FastifyInstance,
  { viewer, requestId }: MessageRequest,
  { conversation, seq }: Entry,
): Promise<ReceiptsView[]> {
  const context = { actor: viewer.person.id, requestId }
  const { members, pointers } = await app.call(messages.members, { conversation }, context)
  const pointerOf = new Map(pointers.map((pointer) => [pointer.user, pointer]))
  const others = members
    .filter(({ user, since }) => user !== viewer.person.id && since < seq)
    .map(({ user }) => user)
  const hasRead = (user: string) => (pointerOf.get(user)?.readSeq ?? 0) >= seq
  const hasIt = (user: string) => hasRead(user) || (pointerOf.get(user)?.deliveredSeq ?? 0) >= seq
  const people = await app.people.byIds(others, requestId)
  const receipts = (words: string, users: readonly string[]): ReceiptsView => ({
    words,
    names: users.slice(0, mostNames).map((user) => people.get(user)?.displayName ?? 'Somebody'),
    count: users.length,
  })
  return [
    receipts('Read by', others.filter(hasRead)),
    receipts(
      'Delivered to',
      others.filter((user) => hasIt(user) && !hasRead(user)),
    ),
    receipts(
      'Not yet',
      others.filter((user) => !hasIt(user)),
    ),
  ]
}
