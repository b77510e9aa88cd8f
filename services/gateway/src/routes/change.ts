import { randomUUIDv7 } from 'node:crypto'
import { directConversation, messages, ParleyError, type Person } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, sentence } from '../errors/known-error.ts'
import { messageBody } from '../rendering/message-body.ts'
import { messageView, placeInChat } from '../rendering/message-view.ts'
import { inPlainNames } from '../sending/in-plain-names.ts'
import { messageText } from '../sending/message-text.ts'
import { viewerOf } from '../sessions/gates.ts'
import { messagePage } from '../views/index.ts'
import { messageLink } from '../views/message-link.ts'
import { bellOf } from './bell.ts'
import { fieldsOf, textField } from './bodies.ts'
import { clientIdOf } from './client-id.ts'
import { isRead } from './history.ts'
import { personView } from './conversation-views.ts'
import { numberOf } from './message-number.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

/**
 * One message by itself: `GET /messages/chat/<username>/<id>/`, and for its author `POST /messages/edit/<username>/` and
 * `POST /messages/delete/<username>/`; for both `POST /messages/react/<username>/`, `…/unreact/…`, `…/pin/…` and `…/unpin/…`,
 * `…/save/…` and `…/unsave/…`. For scripts the message
 * as it is then; forms lead back to the chat.
 */
export function change(app: FastifyInstance, parts: RouteParts): void {
  const reading = { onRequest: lowerCaseUsername, preValidation: app.requireViewer }
  const writing = {
    config: { answers: 'either' as const },
    onRequest: lowerCaseUsername,
    preValidation: [app.requireViewer, app.requireCsrf],
  }

  app.get('/messages/chat/:username/:id/', reading, async (request, reply) => {
    const peer = await peerOf(app, request, viewerOf(request))
    const n = numberOf((request.params as { id: string }).id)
    if (n === undefined) throw new ParleyError('NOT_FOUND')
    return await page(request, reply, { peer, n })
  })

  app.post('/messages/edit/:username/', writing, async (request, reply) => {
    const asked = await askedOf(request)
    const { message } = fieldsOf(request.body)
    return await answer(request, reply, asked, async ({ viewer, change }) => {
      const text = messageText(message, 'message')
      await app.editMessage(viewer, { ...change, text }, request.id)
    })
  })

  app.post('/messages/delete/:username/', writing, async (request, reply) => {
    const asked = await askedOf(request)
    return await answer(request, reply, asked, async ({ viewer, change }) => {
      await app.deleteMessage(viewer, change, request.id)
    })
  })

  for (const what of ['react', 'unreact'] as const)
    app.post(`/messages/${what}/:username/`, writing, async (request, reply) => {
      const asked = await askedOf(request)
      const emoji = textField(fieldsOf(request.body), 'emoji')
      return await answer(request, reply, asked, async ({ viewer, change }) => {
        await app[what](viewer, { ...change, emoji }, request.id)
      })
    })

  for (const what of ['pin', 'unpin'] as const)
    app.post(`/messages/${what}/:username/`, writing, async (request, reply) => {
      const asked = await askedOf(request)
      return await answer(request, reply, asked, async ({ viewer, change }) => {
        await app[what](viewer, change, request.id)
      })
    })

  for (const what of ['save', 'unsave'] as const)
    app.post(`/messages/${what}/:username/`, writing, async (request, reply) => {
      const asked = await askedOf(request)
      return await answer(request, reply, asked, async ({ viewer, change: { conversation, n } }) => {
        await app[what](viewer, { conversation, n }, request.id)
      })
    })

  async function askedOf(request: FastifyRequest) {
    const viewer = viewerOf(request)
    const peer = await peerOf(app, request, viewer)
    const fields = fieldsOf(request.body)
    const n = numberOf(fields['id'])
    if (n === undefined)
      throw new ParleyError('INVALID', 'id must be the number of a message', { field: 'id' })
    const conversation = directConversation(viewer.person.id, peer.id)
    return { viewer, peer, change: { conversation, n, clientId: clientIdOf(fields) } }
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Awaited<ReturnType<typeof askedOf>>,
    work: (asked: Awaited<ReturnType<typeof askedOf>>) => Promise<void>,
  ) {
    const { viewer, peer, change } = asked
    const isForm = audienceOf(request) !== 'json'
    try {
      await work(asked)
    } catch (error) {
      const known = knownError(error)
      // What there is no message for has no page to say so on.
      if (!isForm || known.code === 'NOT_FOUND') throw inPlainNames(error)
      return await page(request, reply, { peer, n: change.n, error: known })
    }
    if (isForm) return await reply.redirect(backTo(request, peer, change.n), 303)
    const { message, pointers, saved } = await find(request, peer, change.n)
    const body = { ...messageBody(message, [viewer.person, peer]), is_read: isRead(message, pointers) }
    return saved.length > 0 ? { ...body, saved: true } : body
  }

  async function find(request: FastifyRequest, peer: Person, n: number) {
    const { person } = viewerOf(request)
    const conversation = directConversation(person.id, peer.id)
    const context = { actor: person.id, requestId: request.id }
    const [found, { pointers }, { numbers: saved }] = await Promise.all([
      app.call(messages.versions, { conversation, n }, context),
      app.call(messages.conversation, { conversation }, context),
      app.call(messages.savedIn, { conversation, from: n, to: n }, context),
    ])
    return { ...found, pointers, saved }
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    { peer, n, error }: { peer: Person; n: number; error?: ParleyError },
  ) {
    const viewer = viewerOf(request)
    const [{ message, quotes = [], versions, pointers, saved }, bell] = await Promise.all([
      find(request, peer, n),
      bellOf(app, viewer, request),
    ])
    const people = new Map([viewer.person, peer].map((person) => [person.id, person]))
    const shown = messageView(message, { viewer: viewer.person.id, people, pointers, quotes, saved })
    if (!shown) throw new ParleyError('NOT_FOUND')
    const view = {
      peer: personView(peer),
      message: shown,
      versions: versions.map(({ text, at }) => ({ text, at: new Date(at).toISOString() })),
      chatUrl: placeInChat(peer.username, n),
      linkUrl: messageLink(viewer.person.username, peer.username, n),
      clientId: randomUUIDv7(),
      ...(error ? { problem: sentence(error.message), ...typed(request) } : {}),
    }
    const render = (chrome: Parameters<typeof messagePage>[0]) => messagePage(chrome, view)
    return await sendPage(request, reply, parts, { render, bell, ...(error ? { status: error.status } : {}) })
  }
}

/** Forms stand on the message's page, or in the list of those that are pinned or saved. */
function backTo(request: FastifyRequest, { username }: Person, n: number): string {
  const { back } = fieldsOf(request.body)
  if (back === 'saved') return '/messages/saved/'
  return back === 'pinned' ? `/messages/pinned/${username}/` : placeInChat(username, n)
}

function typed(request: FastifyRequest): { draft?: string } {
  const { message } = fieldsOf(request.body)
  return typeof message === 'string' ? { draft: message.toWellFormed().replaceAll('\0', '') } : {}
}
