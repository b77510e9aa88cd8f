import { randomUUIDv7 } from 'node:crypto'
import {
  directConversation,
  type Entry,
  limits,
  messages,
  ParleyError,
  type Person,
  type PublicError,
} from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, sentence } from '../errors/known-error.ts'
import { type ForwardBody, messageBody } from '../rendering/message-body.ts'
import { messageView, placeInChat } from '../rendering/message-view.ts'
import { inPlainNames } from '../sending/in-plain-names.ts'
import { viewerOf } from '../sessions/gates.ts'
import { forwardPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { type Fields, fieldsOf, textField } from './bodies.ts'
import { clientIdOf } from './client-id.ts'
import { personView } from './conversation-views.ts'
import { numberOf } from './message-number.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'
import { searchQuery } from './search-query.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'
import { whomToWrite } from './whom-to-write.ts'

const shown = 20

interface Asked {
  peer: Person
  n: number
  clientId: string
  query: string
  /** To whom. */
  chosen: readonly Person[]
}

type Outcome = { person: Person } & ({ entry: Entry } | { error: PublicError })

/**
 * A message to other conversations: `GET /messages/forward/<username>/?id=` is a page where one chooses them, `POST` sends it, or
 * (`action` is `find`) shows that page with whom one looks for. For scripts what was sent, and to whom it was not.
 */
export function forward(app: FastifyInstance, parts: RouteParts): void {
  const reading = { onRequest: lowerCaseUsername, preValidation: app.requireViewer }
  const writing = {
    config: { answers: 'either' as const },
    onRequest: lowerCaseUsername,
    preValidation: [app.requireViewer, app.requireCsrf],
  }

  app.get('/messages/forward/:username/', reading, async (request, reply) => {
    const peer = await peerOf(app, request, viewerOf(request))
    const n = numberOf(queryText(request, 'id'))
    if (n === undefined) throw new ParleyError('NOT_FOUND')
    return await page(request, reply, { peer, n, clientId: randomUUIDv7(), query: '', chosen: [] })
  })

  app.post('/messages/forward/:username/', writing, async (request, reply) => {
    const fields = fieldsOf(request.body)
    const peer = await peerOf(app, request, viewerOf(request))
    const n = numberOf(fields['id'])
    if (n === undefined)
      throw new ParleyError('INVALID', 'id must be the number of a message', { field: 'id' })
    const asked = { peer, n, clientId: clientIdOf(fields), query: searchQuery(fields['q']), chosen: [] }
    if (audienceOf(request) !== 'json') return await fromForm(request, reply, asked, fields)
    const chosen = await peopleOf(request, namesOf(fields))
    const outcomes = await send(request, { ...asked, chosen }).catch((error: unknown) => {
      throw inPlainNames(error)
    })
    return bodyOf(outcomes, viewerOf(request).person)
  })

  async function fromForm(request: FastifyRequest, reply: FastifyReply, asked: Asked, fields: Fields) {
    let { chosen } = asked
    try {
      chosen = await peopleOf(request, namesOf(fields))
      if (textField(fields, 'action') === 'find') return await page(request, reply, { ...asked, chosen })
      const outcomes = await send(request, { ...asked, chosen })
      const failed = outcomes.filter((outcome) => 'error' in outcome)
      const [first] = failed
      if (first) {
        const error = ParleyError.fromPublic(first.error)
        return await page(request, reply, { ...asked, chosen: failed.map(({ person }) => person) }, error)
      }
      const [only] = chosen
      const isOne = only !== undefined && chosen.length === 1
      const url = isOne ? `/messages/chat/${only.username}/` : placeInChat(asked.peer.username, asked.n)
      return await reply.redirect(url, 303)
    } catch (error) {
      const known = knownError(error)
      // What there is no message for has no page to say so on.
      if (known.code === 'NOT_FOUND' && known.field !== 'to') throw error
      return await page(request, reply, { ...asked, chosen }, known)
    }
  }

  async function send(request: FastifyRequest, { peer, n, clientId, chosen }: Asked): Promise<Outcome[]> {
    const viewer = viewerOf(request)
    if (chosen.length === 0)
      throw new ParleyError('INVALID', 'Choose at least one conversation.', { field: 'to' })
    const idOf = (person: Person) => directConversation(viewer.person.id, person.id)
    const from = { conversation: idOf(peer), n, clientId }
    const { results } = await app.forward(viewer, { ...from, to: chosen.map(idOf) }, request.id)
    return chosen.flatMap((person) => {
      const result = results.find(({ conversation }) => conversation === idOf(person))
      if (!result) return []
      return 'entry' in result
        ? { person, entry: result.entry }
        : { person, error: result.error as PublicError }
    })
  }

  /** Nothing is sent to anybody where one of them is not there. */
  async function peopleOf(request: FastifyRequest, names: readonly string[]): Promise<Person[]> {
    const viewer = viewerOf(request)
    return await Promise.all(
      names.map(async (name) => {
        if (name === viewer.person.username)
          throw new ParleyError('INVALID', 'A conversation takes another person.', { field: 'to' })
        return await app.people.byUsername(name, request.id).catch((error: unknown) => {
          if (knownError(error).code !== 'NOT_FOUND') throw error
          throw new ParleyError('NOT_FOUND', `There is nobody called ${name}.`, { field: 'to' })
        })
      }),
    )
  }

  async function page(request: FastifyRequest, reply: FastifyReply, asked: Asked, error?: ParleyError) {
    const viewer = viewerOf(request)
    const { peer, n, clientId, query, chosen } = asked
    const conversation = directConversation(viewer.person.id, peer.id)
    const context = { actor: viewer.person.id, requestId: request.id }
    const wanted = { query, limit: shown, requestId: request.id, now: parts.clock() }
    const [{ message, quotes = [] }, found, bell] = await Promise.all([
      app.call(messages.versions, { conversation, n }, context),
      whomToWrite(app, viewer, wanted),
      bellOf(app, viewer, request),
    ])
    const people = new Map([viewer.person, peer].map((person) => [person.id, person]))
    const view = messageView(message, { viewer: viewer.person.id, people, quotes })
    if (!view) throw new ParleyError('NOT_FOUND')
    const problem = error ? { problem: sentence(error.message) } : {}
    const page = {
      peer: personView(peer),
      message: view,
      query,
      chosen: chosen.map((person) => personView(person)),
      found: found.map(({ person }) => person),
      clientId,
      ...problem,
    }
    const render = (chrome: Parameters<typeof forwardPage>[0]) => forwardPage(chrome, page)
    return await sendPage(request, reply, parts, { render, bell, ...(error ? { status: error.status } : {}) })
  }
}

/** Usernames, each once: in `to`, as a list or as words; and, of the boxes of a form, behind `to_`. @throws INVALID */
function namesOf(fields: Fields): string[] {
  const { to = '' } = fields
  const listed: readonly unknown[] = Array.isArray(to) ? to : String(to).split(/[\s,]+/)
  const ticked = Object.keys(fields).flatMap((key) => (key.startsWith('to_') ? [key.slice(3)] : []))
  const names = new Set([...listed, ...ticked].filter((name) => name !== '').map(nameOf))
  if (names.size > limits.forwardedAtOnce)
    throw new ParleyError('INVALID', `A message goes to ${limits.forwardedAtOnce} conversations at once.`, {
      field: 'to',
    })
  return [...names]
}

function nameOf(value: unknown): string {
  const name = typeof value === 'string' ? value.toLowerCase() : ''
  if (/^[a-z0-9_]{3,30}$/.test(name)) return name
  throw new ParleyError('INVALID', 'to must be usernames', { field: 'to' })
}

function bodyOf(outcomes: readonly Outcome[], viewer: Person): ForwardBody {
  return {
    messages: outcomes.flatMap((outcome) =>
      'entry' in outcome ? [{ ...messageBody(outcome.entry, [viewer, outcome.person]), is_read: false }] : [],
    ),
    failed: outcomes.flatMap((outcome) =>
      'error' in outcome ? [{ to: outcome.person.username, error: outcome.error }] : [],
    ),
  }
}
