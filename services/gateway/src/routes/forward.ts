import { randomUUIDv7 } from 'node:crypto'
import { messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, sentence } from '../errors/known-error.ts'
import { messageView } from '../rendering/message-view.ts'
import { inPlainNames } from '../sending/in-plain-names.ts'
import { viewerOf } from '../sessions/gates.ts'
import { chatUrl, placeInChat } from '../views/chat-address.ts'
import { forwardPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { type Fields, fieldsOf, textField } from './bodies.ts'
import { clientIdOf } from './client-id.ts'
import { type AddressKind, addressKinds, peopleAround } from './conversation-address.ts'
import { partyView } from './conversation-views.ts'
import { forwardBody } from './forward-body.ts'
import { type ForwardRequest, forwardTo } from './forward-to.ts'
import { type ForwardTarget, forwardTargets, isAboutTargets } from './forward-targets.ts'
import { numberOf } from './message-number.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'
import { searchQuery } from './search-query.ts'
import { whomToWrite } from './whom-to-write.ts'

const shown = 20

interface Asked extends ForwardRequest {
  query: string
}

/**
 * A message to other conversations: `GET /messages/forward/<username>/?id=` and `/messages/group/<id>/forward/?id=` are a page
 * where one chooses them, `POST` sends it, or (`action` is `find`) shows that page with whom one looks for. For scripts what
 * was sent, and to whom it was not.
 */
export function forward(app: FastifyInstance, parts: RouteParts): void {
  const writing = {
    config: { answers: 'either' as const },
    preValidation: [app.requireViewer, app.requireCsrf],
  }
  for (const kind of addressKinds) routesOf(kind)

  function routesOf({ action, onRequest, find }: AddressKind): void {
    const reading = { onRequest, preValidation: app.requireViewer }
    app.get(action('forward'), reading, async (request, reply) => {
      const addressed = await find(app, request)
      const n = numberOf(queryText(request, 'id'))
      if (n === undefined) throw new ParleyError('NOT_FOUND')
      const asked = { viewer: viewerOf(request), addressed, n, requestId: request.id }
      return await page(request, reply, { ...asked, clientId: randomUUIDv7(), query: '', chosen: [] })
    })

    app.post(action('forward'), { ...writing, onRequest }, async (request, reply) => {
      const fields = fieldsOf(request.body)
      const viewer = viewerOf(request)
      const addressed = await find(app, request)
      const n = numberOf(fields['id'])
      if (n === undefined)
        throw new ParleyError('INVALID', 'id must be the number of a message', { field: 'id' })
      const query = searchQuery(fields['q'])
      const clientId = clientIdOf(fields)
      const asked = { viewer, addressed, n, requestId: request.id, clientId, query, chosen: [] }
      if (audienceOf(request) !== 'json') return await fromForm(request, reply, asked, fields)
      const chosen = await forwardTargets(app, asked, fields)
      const outcomes = await forwardTo(app, { ...asked, chosen }).catch((error: unknown) => {
        throw inPlainNames(error)
      })
      return await forwardBody(app, outcomes, request.id)
    })
  }

  async function fromForm(request: FastifyRequest, reply: FastifyReply, asked: Asked, fields: Fields) {
    let chosen: readonly ForwardTarget[] = []
    try {
      chosen = await forwardTargets(app, asked, fields)
      if (textField(fields, 'action') === 'find') return await page(request, reply, { ...asked, chosen })
      const outcomes = await forwardTo(app, { ...asked, chosen })
      const failed = outcomes.filter((outcome) => 'error' in outcome)
      const [first] = failed
      if (first) {
        const error = ParleyError.fromPublic(first.error)
        return await page(request, reply, { ...asked, chosen: failed.map(({ target }) => target) }, error)
      }
      const [only] = chosen
      const isOne = only !== undefined && chosen.length === 1
      const url = isOne ? chatUrl(only.party) : placeInChat(asked.addressed.to, asked.n)
      return await reply.redirect(url, 303)
    } catch (error) {
      const known = knownError(error)
      // What there is no message for has no page to say so on.
      if (known.code === 'NOT_FOUND' && !isAboutTargets(known)) throw error
      return await page(request, reply, { ...asked, chosen }, known)
    }
  }

  async function page(request: FastifyRequest, reply: FastifyReply, asked: Asked, error?: ParleyError) {
    const { viewer, addressed, n, clientId, query, chosen, requestId } = asked
    const { conversation } = addressed
    const context = { actor: viewer.person.id, requestId }
    const wanted = { query, limit: shown, requestId, now: parts.clock() }
    const [{ message, quotes = [] }, found, bell] = await Promise.all([
      app.call(messages.versions, { conversation, n }, context),
      whomToWrite(app, viewer, wanted),
      bellOf(app, viewer, request),
    ])
    const people = await peopleAround(app, asked, [message], quotes)
    const view = messageView(message, { viewer: viewer.person.id, people, quotes })
    if (!view) throw new ParleyError('NOT_FOUND')
    const problem = error ? { problem: sentence(error.message) } : {}
    const page = {
      peer: partyView(addressed),
      message: view,
      query,
      chosen: chosen.map(({ party }) => party),
      found: found.map(({ party }) => party),
      clientId,
      ...problem,
    }
    const render = (chrome: Parameters<typeof forwardPage>[0]) => forwardPage(chrome, page)
    return await sendPage(request, reply, parts, { render, bell, ...(error ? { status: error.status } : {}) })
  }
}
