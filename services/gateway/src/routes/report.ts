import { randomUUIDv7 } from 'node:crypto'
import {
  directConversation,
  isSoundText,
  limits,
  messages,
  ParleyError,
  type Person,
  type ReportReason,
} from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds, sentence } from '../errors/known-error.ts'
import { placeInChat } from '../rendering/message-view.ts'
import { viewerOf } from '../sessions/gates.ts'
import { reasonWords, reportPage } from '../views/index.ts'
import type { FieldErrors } from '../views/model.ts'
import { bellOf } from './bell.ts'
import { type Fields, fieldsOf, textField } from './bodies.ts'
import { clientIdOf } from './client-id.ts'
import { personView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryNumber, queryText } from './query.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

/** `/messages/report/<username>/`: telling the administrators about a person, or, with an `id`, about a message of theirs. */
export function report(app: FastifyInstance, parts: RouteParts): void {
  const reading = { onRequest: lowerCaseUsername, preValidation: app.requireViewer }
  const writing = {
    config: { answers: 'either' as const },
    onRequest: lowerCaseUsername,
    preValidation: [app.requireViewer, app.requireCsrf],
  }

  app.get('/messages/report/:username/', reading, async (request, reply) => {
    const peer = await peerOf(app, request, viewerOf(request))
    const n = queryNumber(request, 'id', { minimum: 1 })
    return await page(request, reply, { peer, n, isDone: queryText(request, 'done') === '1' })
  })

  app.post('/messages/report/:username/', writing, async (request, reply) => {
    const peer = await peerOf(app, request, viewerOf(request))
    const fields = fieldsOf(request.body)
    const n = numberOf(fields['id'])
    const isForm = audienceOf(request) !== 'json'
    try {
      await tell(request, peer, { n, fields })
    } catch (error) {
      const known = knownError(error)
      if (!isForm || known.status >= 500 || known.code === 'NOT_FOUND') throw error
      return await page(request, reply, { peer, n, isDone: false, error: known, fields })
    }
    if (!isForm) return await reply.code(204).send()
    const about = n === undefined ? '' : `&id=${n}`
    return await reply.redirect(`/messages/report/${peer.username}/?done=1${about}`, 303)
  })

  async function tell(
    request: FastifyRequest,
    peer: Person,
    { n, fields }: { n: number | undefined; fields: Fields },
  ): Promise<void> {
    const { person } = viewerOf(request)
    const context = { actor: person.id, requestId: request.id }
    const about = { clientId: clientIdOf(fields), reason: reasonOf(fields), words: wordsOf(fields) }
    if (n === undefined) {
      await app.call(messages.reportPerson, { user: peer.id, ...about }, context)
      return
    }
    const conversation = directConversation(person.id, peer.id)
    await app.call(messages.reportMessage, { conversation, n, ...about }, context)
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: { peer: Person; n: number | undefined; isDone: boolean; error?: ParleyError; fields?: Fields },
  ): Promise<FastifyReply> {
    const { peer, n, isDone, error, fields = {} } = asked
    const viewer = viewerOf(request)
    const [message, bell] = await Promise.all([
      n === undefined || isDone ? undefined : reportable(request, peer, n),
      bellOf(app, viewer, request),
    ])
    const seconds = error && retryAfterSeconds(error)
    if (seconds !== undefined) reply.header('retry-after', String(seconds))
    const view = {
      peer: personView(peer),
      message,
      backUrl: n === undefined ? `/messages/chat/${peer.username}/` : placeInChat(peer.username, n),
      clientId: randomUUIDv7(),
      reason: shown(fields, 'reason'),
      words: shown(fields, 'words'),
      errors: error ? errorsOf(error) : {},
      isDone,
    }
    return await sendPage(request, reply, parts, {
      render: (chrome) => reportPage(chrome, view),
      bell,
      ...(error ? { status: error.status } : {}),
    })
  }

  /** @throws ParleyError NOT_FOUND where there is no message of the other one, or no more */
  async function reportable(request: FastifyRequest, peer: Person, n: number) {
    const { person } = viewerOf(request)
    const conversation = directConversation(person.id, peer.id)
    const context = { actor: person.id, requestId: request.id }
    const { message } = await app.call(messages.versions, { conversation, n }, context)
    if (message.by !== peer.id || message.text === undefined) throw new ParleyError('NOT_FOUND')
    return { n, text: message.text }
  }
}

function reasonOf(fields: Fields): ReportReason {
  const given = textField(fields, 'reason')
  const reason = reasonWords.find(({ value }) => value === given)?.value
  if (reason === undefined)
    throw new ParleyError(
      'INVALID',
      `reason must be one of ${reasonWords.map(({ value }) => value).join(', ')}`,
      {
        field: 'reason',
      },
    )
  return reason
}

function wordsOf(fields: Fields): string {
  const words = textField(fields, 'words').replaceAll('\r\n', '\n')
  if (!isSoundText(words, limits.reportCharacters))
    throw new ParleyError('INVALID', `This may have up to ${limits.reportCharacters} characters.`, {
      field: 'words',
    })
  return words
}

/** @throws ParleyError INVALID for what is there and no number */
function numberOf(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number) && number > 0) return number
  throw new ParleyError('INVALID', 'id must be the number of a message', { field: 'id' })
}

function errorsOf({ field, message }: ParleyError): FieldErrors {
  const words = sentence(message)
  return field === 'reason' || field === 'words' ? { [field]: words } : { form: words }
}

function shown(fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' && isSoundText(value, 5_000) ? value : ''
}
