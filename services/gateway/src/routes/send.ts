import { createHash } from 'node:crypto'
import { type Entry, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds, sentence } from '../errors/known-error.ts'
import { messageBody } from '../rendering/message-body.ts'
import { inPlainNames } from '../sending/in-plain-names.ts'
import { messageText } from '../sending/message-text.ts'
import { viewerOf } from '../sessions/gates.ts'
import { chatUrl } from '../views/chat-address.ts'
import { chatPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { type Fields, fieldsOf } from './bodies.ts'
import { clientIdOf } from './client-id.ts'
import { chatView, emptyChatView } from './chat-view.ts'
import { type Addressed, addressKinds, peopleAround } from './conversation-address.ts'
import { type RouteParts, sendPage } from './pages.ts'

/**
 * `POST /messages/send/<username>/` and `/messages/group/<id>/send/`: for scripts 200 with the message; a plain form goes
 * back to its chat.
 */
export function send(app: FastifyInstance, parts: RouteParts): void {
  const options = {
    config: { answers: 'either' as const },
    preValidation: [app.requireViewer, app.requireCsrf],
  }
  for (const { action, onRequest, find } of addressKinds)
    app.post(action('send'), { ...options, onRequest }, async (request, reply) => {
      const viewer = viewerOf(request)
      const addressed = await find(app, request)
      if (audienceOf(request) !== 'json') return await fromForm(request, reply, addressed)
      const entry = await write(request, addressed, clientIdOf(fieldsOf(request.body))).catch(
        (error: unknown) => {
          throw inPlainNames(error)
        },
      )
      const around = { viewer, addressed, requestId: request.id }
      // It is written: whoever cannot be looked up now does not keep its sender from hearing of it.
      const people = await peopleAround(app, around, [entry]).catch(() => peopleAround(app, around, []))
      const body = messageBody(entry, people)
      return { ...body, is_read: false, conversation: entry.conversation, entry }
    })

  async function fromForm(request: FastifyRequest, reply: FastifyReply, addressed: Addressed) {
    const fields = fieldsOf(request.body)
    const clientId = clientIdOf(fields)
    try {
      await write(request, addressed, clientId).catch((error: unknown) => {
        if (knownError(error).code !== 'CONFLICT') throw error
        // The form was sent before, with another text: this is a new message, and the same one however often it is sent.
        return write(request, addressed, anotherId(clientId, fields.message))
      })
      return await reply.redirect(chatUrl(addressed.to), 303)
    } catch (error) {
      const known = knownError(error)
      // Where there is no conversation there is no page of it.
      if (known.code === 'NOT_FOUND') throw error
      return await refuse(request, reply, addressed, { error: known, clientId })
    }
  }

  async function write(
    request: FastifyRequest,
    { conversation }: Addressed,
    clientId: string,
  ): Promise<Entry> {
    const viewer = viewerOf(request)
    const fields = fieldsOf(request.body)
    const message = {
      conversation,
      clientId,
      text: messageText(fields.message, 'message'),
      re: numberOf(fields, 'reply_to'),
      seen: numberOf(fields, 'seen'),
    }
    return await app.sendMessage(viewer, message, request.id)
  }

  /** The chat again, with the text that was not sent and why; sent once more it is the same message. */
  async function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    addressed: Addressed,
    { error, clientId }: { error: ParleyError; clientId: string },
  ) {
    const viewer = viewerOf(request)
    const asked = { viewer, addressed, requestId: request.id, now: parts.clock() }
    const seconds = retryAfterSeconds(error)
    if (seconds !== undefined) reply.header('retry-after', String(seconds))
    if (error.status >= 500) request.log.error({ err: error, requestId: request.id }, 'a form was not sent')
    const [view, bell] = await Promise.all([
      chatView(app, asked, parts.secret).catch(() => emptyChatView(asked)),
      bellOf(app, viewer, request),
    ])
    const { message, reply_to: re } = fieldsOf(request.body)
    const replyTo = typeof re === 'string' && /^\d{1,15}$/.test(re) ? Number(re) : undefined
    const draft = typeof message === 'string' ? message.toWellFormed().replaceAll('\0', '') : ''
    const shown = { ...view, clientId, draft, replyTo, problem: sentence(error.message) }
    const status = error.status
    return await sendPage(request, reply, parts, {
      render: (chrome) => chatPage(chrome, shown),
      bell,
      status,
    })
  }
}

function anotherId(clientId: string, text: unknown): string {
  return createHash('sha256')
    .update(`${clientId} ${String(text)}`)
    .digest('base64url')
}

/**
 * A whole number where there is one; a form says it as text. `seen` is how far the sender's page showed the conversation,
 * `reply_to` the id of a message. @throws INVALID
 */
function numberOf(fields: Fields, name: 'seen' | 'reply_to'): number | undefined {
  const given = fields[name]
  if (given === undefined || given === null || given === '') return undefined
  const number = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : given
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  throw new ParleyError('INVALID', `${name} must be a whole number`, { field: name })
}
