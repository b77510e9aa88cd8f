import { randomUUIDv7 } from 'node:crypto'
import { isSoundText, limits, messages, ParleyError, type Person, type ReportReason } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds, sentence } from '../errors/known-error.ts'
import { viewerOf } from '../sessions/gates.ts'
import { actionUrl, chatUrl, placeInChat } from '../views/chat-address.ts'
import { reasonWords, reportPage } from '../views/index.ts'
import type { FieldErrors } from '../views/model.ts'
import { bellOf } from './bell.ts'
import { type Fields, fieldsOf, textField } from './bodies.ts'
import { clientIdOf } from './client-id.ts'
import { type Addressed, addressKinds } from './conversation-address.ts'
import { personView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryNumber, queryText } from './query.ts'

/** What somebody wants to report. */
interface Asked {
  addressed: Addressed
  /** A message's number, else it is the person whom the conversation is with. */
  n: number | undefined
}

/**
 * `/messages/report/<username>/`: telling the administrators about a person, or, with an `id`, about a message of theirs;
 * `/messages/group/<id>/report/`: about a message there.
 */
export function report(app: FastifyInstance, parts: RouteParts): void {
  const reading = { preValidation: app.requireViewer }
  const writing = {
    config: { answers: 'either' as const },
    preValidation: [app.requireViewer, app.requireCsrf],
  }
  for (const { action: pathOf, onRequest, find } of addressKinds) {
    app.get(pathOf('report'), { ...reading, onRequest }, async (request, reply) => {
      const addressed = await find(app, request)
      const n = queryNumber(request, 'id', { minimum: 1 })
      return await page(request, reply, { addressed, n, isDone: queryText(request, 'done') === '1' })
    })

    app.post(pathOf('report'), { ...writing, onRequest }, async (request, reply) => {
      const addressed = await find(app, request)
      const fields = fieldsOf(request.body)
      const n = numberOf(fields['id'])
      const isForm = audienceOf(request) !== 'json'
      try {
        await tell(request, { addressed, n }, fields)
      } catch (error) {
        const known = knownError(error)
        if (!isForm || known.status >= 500 || known.code === 'NOT_FOUND') throw error
        return await page(request, reply, { addressed, n, isDone: false, error: known, fields })
      }
      if (!isForm) return await reply.code(204).send()
      const about = n === undefined ? '' : `&id=${n}`
      return await reply.redirect(`${actionUrl(addressed.to, 'report')}?done=1${about}`, 303)
    })
  }

  async function tell(
    request: FastifyRequest,
    { addressed: { conversation, peer }, n }: Asked,
    fields: Fields,
  ): Promise<void> {
    const context = { actor: viewerOf(request).person.id, requestId: request.id }
    const about = { clientId: clientIdOf(fields), reason: reasonOf(fields), words: wordsOf(fields) }
    if (n !== undefined) await app.call(messages.reportMessage, { conversation, n, ...about }, context)
    else if (peer) await app.call(messages.reportPerson, { user: peer.id, ...about }, context)
    else throw new ParleyError('INVALID', 'id must be the number of a message', { field: 'id' })
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Asked & { isDone: boolean; error?: ParleyError; fields?: Fields },
  ): Promise<FastifyReply> {
    const { addressed, n, isDone, error, fields = {} } = asked
    const viewer = viewerOf(request)
    const [{ person, message }, bell] = await Promise.all([
      reportable(request, asked),
      bellOf(app, viewer, request),
    ])
    const seconds = error && retryAfterSeconds(error)
    if (seconds !== undefined) reply.header('retry-after', String(seconds))
    const view = {
      to: addressed.to,
      peer: personView(person),
      message,
      backUrl: n === undefined ? chatUrl(addressed.to) : placeInChat(addressed.to, n),
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

  /** @throws ParleyError NOT_FOUND where there is no message of another, or no more */
  async function reportable(
    request: FastifyRequest,
    { addressed: { conversation, peer }, n, isDone }: Asked & { isDone: boolean },
  ): Promise<{ person: Person; message?: { n: number; text: string } }> {
    if (peer && (n === undefined || isDone)) return { person: peer }
    if (n === undefined) throw new ParleyError('NOT_FOUND')
    const actor = viewerOf(request).person.id
    const context = { actor, requestId: request.id }
    const { message } = await app.call(messages.versions, { conversation, n }, context)
    const { by, text } = message
    const person = peer ?? (await app.people.byIds([by], request.id)).get(by)
    if (by === actor || !person) throw new ParleyError('NOT_FOUND')
    // It may have been deleted since.
    if (isDone) return { person }
    if (text === undefined) throw new ParleyError('NOT_FOUND')
    return { person, message: { n, text } }
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
