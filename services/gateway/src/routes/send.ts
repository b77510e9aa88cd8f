import { createHash } from 'node:crypto'
import { directConversation, type Entry, ParleyError, type Person } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds, sentence } from '../errors/known-error.ts'
import { messageBody } from '../rendering/message-body.ts'
import { inPlainNames } from '../sending/in-plain-names.ts'
import { messageText } from '../sending/message-text.ts'
import { viewerOf } from '../sessions/gates.ts'
import { chatPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { type Fields, fieldsOf } from './bodies.ts'
import { clientIdOf } from './client-id.ts'
import { chatView, emptyChatView } from './chat-view.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

/** `POST /messages/send/<username>/`: for scripts 200 with the message; a plain form goes back to its chat. */
export function send(app: FastifyInstance, parts: RouteParts): void {
  const options = {
    config: { answers: 'either' as const },
    onRequest: lowerCaseUsername,
    preValidation: [app.requireViewer, app.requireCsrf],
  }
  app.post('/messages/send/:username/', options, async (request, reply) => {
    const viewer = viewerOf(request)
    const peer = await peerOf(app, request, viewer)
    if (audienceOf(request) !== 'json') return await fromForm(request, reply, peer)
    const entry = await write(request, peer, clientIdOf(fieldsOf(request.body))).catch((error: unknown) => {
      throw inPlainNames(error)
    })
    const body = messageBody(entry, [viewer.person, peer])
    return { ...body, is_read: false, conversation: entry.conversation, entry }
  })

  async function fromForm(request: FastifyRequest, reply: FastifyReply, peer: Person) {
    const fields = fieldsOf(request.body)
    const clientId = clientIdOf(fields)
    try {
      await write(request, peer, clientId).catch((error: unknown) => {
        if (knownError(error).code !== 'CONFLICT') throw error
        // The form was sent before, with another text: this is a new message, and the same one however often it is sent.
        return write(request, peer, anotherId(clientId, fields.message))
      })
      return await reply.redirect(`/messages/chat/${peer.username}/`, 303)
    } catch (error) {
      return await refuse(request, reply, peer, { error: knownError(error), clientId })
    }
  }

  async function write(request: FastifyRequest, peer: Person, clientId: string): Promise<Entry> {
    const viewer = viewerOf(request)
    const fields = fieldsOf(request.body)
    const conversation = directConversation(viewer.person.id, peer.id)
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
    peer: Person,
    { error, clientId }: { error: ParleyError; clientId: string },
  ) {
    const viewer = viewerOf(request)
    const asked = { viewer, peer, requestId: request.id, now: parts.clock() }
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
