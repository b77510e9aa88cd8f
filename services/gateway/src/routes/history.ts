import {
  directConversation,
  type Entry,
  limits,
  messages,
  type OutputOf,
  ParleyError,
  type Pointer,
} from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { messageBody } from '../rendering/message-body.ts'
import { viewerOf } from '../sessions/gates.ts'
import { queryNumber, queryText } from './query.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

type History = OutputOf<typeof messages.history>

/** `GET /messages/history/<username>/`: messages of two people, the oldest first, read by who asks for them. */
export function history(app: FastifyInstance): void {
  const options = {
    config: { answers: 'json' },
    onRequest: lowerCaseUsername,
    preValidation: app.requireViewer,
  } as const
  app.get('/messages/history/:username/', options, async (request) => {
    const viewer = viewerOf(request)
    const peer = await peerOf(app, request, viewer)
    const conversation = directConversation(viewer.person.id, peer.id)
    const input = { conversation, ...rangeOf(request) }
    const context = { actor: viewer.person.id, requestId: request.id }
    const found = await app.call(messages.history, input, context)
    const pointers = isPeek(request) ? found.pointers : await readUpTo(conversation, found, request)
    const entries = found.messages.filter(({ kind }) => kind === 'message')
    return {
      messages: entries.map((entry) => ({
        ...messageBody(entry, [viewer.person, peer]),
        is_read: isRead(entry, pointers),
      })),
      before: olderThan(entries),
    }
  })

  /** What cannot be marked now is still shown; it stays unread. */
  async function readUpTo(
    conversation: string,
    found: History,
    request: FastifyRequest,
  ): Promise<readonly Pointer[]> {
    const actor = viewerOf(request).person.id
    const seq = found.messages.at(-1)?.seq ?? 0
    const own = found.pointers.find(({ user }) => user === actor)
    if (seq <= (own?.readSeq ?? 0)) return found.pointers
    try {
      const moved = await app.call(messages.markRead, { conversation, seq }, { actor, requestId: request.id })
      return [...found.pointers.filter(({ user }) => user !== actor), moved]
    } catch (error) {
      request.log.warn({ err: error, requestId: request.id }, 'what was returned could not be marked as read')
      return found.pointers
    }
  }
}

/** The `n` to ask older messages before; null where these are the first. */
export function olderThan(entries: readonly Entry[]): number | null {
  const first = entries[0]?.n ?? 1
  return first > 1 ? first : null
}

function rangeOf(request: FastifyRequest): { before?: number; after?: number; limit: number } {
  const before = queryNumber(request, 'before', { minimum: 0 })
  const after = queryNumber(request, 'after', { minimum: 0 })
  const limit = queryNumber(request, 'limit', { minimum: 1, maximum: limits.page }) ?? limits.page
  if (before !== undefined && after !== undefined)
    throw new ParleyError('INVALID', 'before and after cannot be asked for at once', { field: 'after' })
  return { limit, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

function isPeek(request: FastifyRequest): boolean {
  const peek = queryText(request, 'peek') ?? '0'
  return peek !== '0' && peek !== '' && peek !== 'false'
}

/** Whether the one of the two who did not write it has read it. */
export function isRead(entry: Entry, pointers: readonly Pointer[]): boolean {
  return pointers.some(({ user, readSeq }) => user !== entry.by && readSeq >= entry.seq)
}
