import { randomUUIDv7 } from 'node:crypto'
import { directConversation, messages, type Person, type Pointer } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { ownView } from '../rendering/own-view.ts'
import { messageView } from '../rendering/message-view.ts'
import type { Viewer } from '../sessions/viewer.ts'
import type { ChatView, HistoryView, MessageView } from '../views/model.ts'
import { conversationViews, personView } from './conversation-views.ts'
import { olderThan } from './history.ts'
import { pinnedOf } from './pinned.ts'
import { seenProof } from './seen-proof.ts'

const pageSize = 60

export interface ChatRequest {
  viewer: Viewer
  peer: Person
  /** Messages below this number; the newest where it is undefined. */
  before?: number | undefined
  requestId: string
  /** Milliseconds since 1970 in UTC. */
  now: number
}

/** A page of messages of two people. Reading it marks nothing. @throws UNAVAILABLE */
export async function historyView(app: FastifyInstance, request: ChatRequest): Promise<HistoryView> {
  const { entries } = await historyOf(app, request)
  return { peer: personView(request.peer), ...entries }
}

/** All that the chat page shows. @throws UNAVAILABLE */
export async function chatView(
  app: FastifyInstance,
  request: ChatRequest,
  secret: string,
): Promise<ChatView> {
  const { viewer, peer, before, requestId, now } = request
  const context = { actor: viewer.person.id, requestId }
  const id = directConversation(viewer.person.id, peer.id)
  const [{ conversation, found, entries }, arranged, { conversations }, presence, pinned] = await Promise.all(
    [
      historyOf(app, request),
      app.call(messages.conversation, { conversation: id }, context),
      conversationViews(app, viewer, { requestId, now }),
      app.presence.of(viewer.person.id, [peer.id]),
      pinnedOf(app, request),
    ],
  )
  const pointer = pointerOf(found.pointers, viewer.person.id)
  const own = ownView({ ...arranged, viewer: viewer.person.id }, now)
  const isOlderPage = before !== undefined && (entries.messages.at(-1)?.n ?? 0) < found.head.n
  // What changed messages of the page is on it too.
  const newest = isOlderPage ? (entries.messages.at(-1)?.seq ?? 0) : found.head.seq
  const isToBeSeen = newest > (pointer?.readSeq ?? 0) || own?.marked === true
  return {
    conversation,
    peer: personView(peer, presence.get(peer.id)),
    ...entries,
    conversations,
    own,
    pinned,
    arrangeUrl: found.head.seq > 0 ? `/messages/arrange/${peer.username}/?from=chat` : undefined,
    firstUnreadN: firstUnread(entries.messages, pointer?.readN ?? 0),
    isOlderPage,
    seenSeq: newest,
    clientId: randomUUIDv7(),
    seenUrl: isToBeSeen ? seenUrl(peer, { viewer, conversation, seq: newest }, secret) : undefined,
  }
}

/** The page for a message that was not sent while messages cannot be read either: what was typed is there. */
export function emptyChatView({ viewer, peer }: ChatRequest): ChatView {
  return {
    conversation: directConversation(viewer.person.id, peer.id),
    peer: personView(peer),
    messages: [],
    // There may be older ones: a link to look again stands where they would be.
    before: Number.MAX_SAFE_INTEGER,
    conversations: [],
    pinned: { peerUsername: peer.username, messages: [] },
    firstUnreadN: null,
    isOlderPage: false,
    seenSeq: 0,
    clientId: randomUUIDv7(),
  }
}

async function historyOf(app: FastifyInstance, { viewer, peer, before, requestId }: ChatRequest) {
  const conversation = directConversation(viewer.person.id, peer.id)
  const input = { conversation, limit: pageSize, ...(before === undefined ? {} : { before }) }
  const context = { actor: viewer.person.id, requestId }
  const found = await app.call(messages.history, input, context)
  const [first, last] = [found.messages[0]?.n, found.messages.at(-1)?.n]
  const isEmpty = first === undefined || last === undefined
  const { numbers: saved } = isEmpty
    ? { numbers: [] }
    : await app.call(messages.savedIn, { conversation, from: first, to: last }, context)
  const people = new Map([viewer.person, peer].map((person) => [person.id, person]))
  const { pointers, quotes = [] } = found
  const seen = { viewer: viewer.person.id, people, pointers, quotes, saved }
  const entries = {
    messages: found.messages.flatMap((entry) => messageView(entry, seen) ?? []),
    before: olderThan(found.messages),
  }
  return { conversation, found, entries }
}

function firstUnread(shown: readonly MessageView[], readN: number): number | null {
  return shown.find(({ n, mine, deleted }) => n > readN && !mine && !deleted)?.n ?? null
}

function pointerOf(pointers: readonly Pointer[], user: string): Pointer | undefined {
  return pointers.find((pointer) => pointer.user === user)
}

function seenUrl(
  peer: Person,
  shown: { viewer: Viewer; conversation: string; seq: number },
  secret: string,
): string {
  const query = new URLSearchParams({ seq: String(shown.seq), proof: seenProof(secret, shown) })
  return `/messages/seen/${peer.username}/?${query.toString()}`
}
