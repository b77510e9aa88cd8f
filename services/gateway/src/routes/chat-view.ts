import { randomUUIDv7 } from 'node:crypto'
import { type Entry, messages, type Pointer } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { messageView } from '../rendering/message-view.ts'
import { ownView } from '../rendering/own-view.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { actionUrl, type Addressee } from '../views/chat-address.ts'
import type { ChatView, HistoryView, MessageView } from '../views/model.ts'
import { type Addressed, peopleAround } from './conversation-address.ts'
import { conversationViews, partyView } from './conversation-views.ts'
import { groupLines } from './group-lines.ts'
import { olderThan } from './history.ts'
import { pinnedOf } from './pinned.ts'
import { seenProof } from './seen-proof.ts'

const pageSize = 60

export interface ChatRequest {
  viewer: Viewer
  addressed: Addressed
  /** Messages below this number; the newest where it is undefined. */
  before?: number | undefined
  requestId: string
  /** Milliseconds since 1970 in UTC. */
  now: number
}

/** A page of a conversation's messages. Reading it marks nothing. @throws NOT_FOUND, UNAVAILABLE */
export async function historyView(app: FastifyInstance, request: ChatRequest): Promise<HistoryView> {
  const { addressed, viewer, requestId } = request
  const { conversation, peer } = addressed
  const context = { actor: viewer.person.id, requestId }
  const [{ entries }, found] = await Promise.all([
    historyOf(app, request),
    peer ? undefined : app.call(messages.conversation, { conversation }, context),
  ])
  return { peer: partyView(addressed, found?.group), ...entries }
}

/** All that the chat page shows. @throws NOT_FOUND, UNAVAILABLE */
export async function chatView(
  app: FastifyInstance,
  request: ChatRequest,
  secret: string,
): Promise<ChatView> {
  const { viewer, addressed, before, requestId, now } = request
  const { conversation, to, peer } = addressed
  const context = { actor: viewer.person.id, requestId }
  const [{ found, entries }, arranged, { conversations }, presence, pinned, blocked] = await Promise.all([
    historyOf(app, request),
    app.call(messages.conversation, { conversation }, context),
    conversationViews(app, viewer, { requestId, now }),
    app.presence.of(viewer.person.id, peer ? [peer.id] : []),
    pinnedOf(app, request),
    app.blocks.blockedBy(viewer.person.id, requestId),
  ])
  const pointer = pointerOf(found.pointers, viewer.person.id)
  const own = ownView({ ...arranged, viewer: viewer.person.id }, now)
  const isOlderPage = before !== undefined && (entries.messages.at(-1)?.n ?? 0) < found.head.n
  // What changed messages of the page is on it too.
  const newest = isOlderPage ? (entries.messages.at(-1)?.seq ?? 0) : found.head.seq
  const isToBeSeen = newest > (pointer?.readSeq ?? 0) || own?.marked === true
  return {
    conversation,
    peer: partyView(addressed, arranged.group, peer && presence.get(peer.id)),
    ...entries,
    conversations,
    own,
    closed: arranged.closed ?? peer?.deleted ?? false,
    isPeerBlocked: blocked.has(peer?.id ?? ''),
    pinned,
    arrangeUrl: found.head.seq > 0 ? `${actionUrl(to, 'arrange')}?from=chat` : undefined,
    firstUnreadN: firstUnread(entries.messages, pointer?.readN ?? 0),
    isOlderPage,
    seenSeq: newest,
    clientId: randomUUIDv7(),
    seenUrl: isToBeSeen ? seenUrl(to, { viewer, conversation, seq: newest }, secret) : undefined,
  }
}

/** The page for a message that was not sent while messages cannot be read either: what was typed is there. */
export function emptyChatView({ addressed }: ChatRequest): ChatView {
  return {
    conversation: addressed.conversation,
    peer: partyView(addressed),
    messages: [],
    // There may be older ones: a link to look again stands where they would be.
    before: Number.MAX_SAFE_INTEGER,
    conversations: [],
    closed: false,
    isPeerBlocked: false,
    pinned: { to: addressed.to, messages: [] },
    firstUnreadN: null,
    isOlderPage: false,
    seenSeq: 0,
    clientId: randomUUIDv7(),
  }
}

async function historyOf(app: FastifyInstance, request: ChatRequest) {
  const { viewer, addressed, before, requestId } = request
  const { conversation, peer } = addressed
  const input = { conversation, limit: pageSize, ...(before === undefined ? {} : { before }) }
  const found = await app.call(messages.history, input, { actor: viewer.person.id, requestId })
  const { messages: shown, quotes = [], pointers, head, first } = found
  const older = olderThan(found)
  const isNewest = before === undefined || (shown.at(-1)?.n ?? 0) >= head.n
  const [people, saved, blocked, lines] = await Promise.all([
    peopleAround(app, request, shown, quotes),
    savedAmong(app, request, shown),
    app.blocks.blockedBy(viewer.person.id, requestId),
    peer
      ? []
      : groupLines(app, {
          viewer,
          conversation,
          first: shown[0],
          head,
          isFirstPage: older === null,
          before: isNewest ? undefined : before,
          requestId,
        }),
  ])
  const seen = { viewer: viewer.person.id, people, pointers, quotes, saved, blocked }
  const entries = {
    messages: shown.flatMap((entry) => messageView(entry, seen) ?? []),
    lines,
    before: older,
    beginsLater: first > 1,
  }
  return { found, entries }
}

/** Numbers of those messages of a page that who looks at it has saved. */
async function savedAmong(
  app: FastifyInstance,
  { viewer, addressed: { conversation }, requestId }: ChatRequest,
  shown: readonly Entry[],
): Promise<readonly number[]> {
  const [from, to] = [shown[0]?.n, shown.at(-1)?.n]
  if (from === undefined || to === undefined) return []
  const input = { conversation, from, to }
  return (await app.call(messages.savedIn, input, { actor: viewer.person.id, requestId })).numbers
}

function firstUnread(shown: readonly MessageView[], readN: number): number | null {
  return shown.find(({ n, mine, deleted }) => n > readN && !mine && !deleted)?.n ?? null
}

function pointerOf(pointers: readonly Pointer[], user: string): Pointer | undefined {
  return pointers.find((pointer) => pointer.user === user)
}

function seenUrl(
  to: Addressee,
  shown: { viewer: Viewer; conversation: string; seq: number },
  secret: string,
): string {
  const query = new URLSearchParams({ seq: String(shown.seq), proof: seenProof(secret, shown) })
  return `${actionUrl(to, 'seen')}?${query.toString()}`
}
