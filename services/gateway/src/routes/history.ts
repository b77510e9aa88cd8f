import { type Entry, limits, messages, type OutputOf, ParleyError, type Pointer } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { messageBody } from '../rendering/message-body.ts'
import { messageState } from '../rendering/message-view.ts'
import { viewerOf } from '../sessions/gates.ts'
import { addressKinds, peopleAround } from './conversation-address.ts'
import { queryNumber, queryText } from './query.ts'

type History = OutputOf<typeof messages.history>

/**
 * `GET /messages/history/<username>/` and `/messages/group/<id>/history/`: messages, the oldest first, read by who asks for
 * them.
 */
export function history(app: FastifyInstance): void {
  const options = { config: { answers: 'json' }, preValidation: app.requireViewer } as const
  for (const { action, onRequest, find } of addressKinds)
    app.get(action('history'), { ...options, onRequest }, async (request) => {
      const viewer = viewerOf(request)
      const addressed = await find(app, request)
      const { conversation } = addressed
      const input = { conversation, ...rangeOf(request) }
      const context = { actor: viewer.person.id, requestId: request.id }
      const found = await app.call(messages.history, input, context)
      const pointers = isPeek(request) ? found.pointers : await readUpTo(conversation, found, request)
      const entries = found.messages.filter(({ kind }) => kind === 'message')
      const people = await peopleAround(app, { viewer, addressed, requestId: request.id }, entries)
      return {
        messages: entries.flatMap((entry) => {
          const body = messageBody(entry, people)
          return body ? [{ ...body, is_read: isRead(entry, pointers) }] : []
        }),
        before: olderThan(found),
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

/** The `n` to ask older messages before; null where these are the first that one may see. */
export function olderThan({ messages: shown, first }: Pick<History, 'messages' | 'first'>): number | null {
  const n = shown[0]?.n ?? first
  return n > first ? n : null
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

/** Whether everybody else has read it, as far as that is told. */
export function isRead(entry: Entry, pointers: readonly Pointer[]): boolean {
  return messageState(entry, pointers) === 'read'
}
