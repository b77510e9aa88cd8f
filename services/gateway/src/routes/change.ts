import { ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, sentence } from '../errors/known-error.ts'
import { messageBody } from '../rendering/message-body.ts'
import { inPlainNames } from '../sending/in-plain-names.ts'
import { messageText } from '../sending/message-text.ts'
import { viewerOf } from '../sessions/gates.ts'
import { actionUrl, placeInChat } from '../views/chat-address.ts'
import { messagePage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { fieldsOf, textField } from './bodies.ts'
import { clientIdOf } from './client-id.ts'
import { type AddressKind, addressKinds, peopleAround } from './conversation-address.ts'
import { isRead } from './history.ts'
import { findMessage, type MessageRequest, messagePageView } from './message-page-view.ts'
import { numberOf } from './message-number.ts'
import { type RouteParts, sendPage } from './pages.ts'

/** A change that somebody asks for. */
interface Asked extends MessageRequest {
  change: { conversation: string; n: number; clientId: string }
}

/**
 * One message by itself: `GET /messages/chat/<username>/<id>/` and `/messages/group/<id>/<id>/`, for its author `POST
 * /messages/edit/<username>/` and `/messages/delete/<username>/`, for everybody who sees it `…/react/…`, `…/unreact/…`,
 * `…/pin/…`, `…/unpin/…`, `…/save/…` and `…/unsave/…` (of a group `/messages/group/<id>/edit/` and so on). For scripts the
 * message as it is then; forms lead back to the chat.
 */
export function change(app: FastifyInstance, parts: RouteParts): void {
  const reading = { preValidation: app.requireViewer }
  const writing = {
    config: { answers: 'either' as const },
    preValidation: [app.requireViewer, app.requireCsrf],
  }
  for (const kind of addressKinds) routesOf(kind)

  function routesOf(kind: AddressKind): void {
    const { onRequest } = kind
    app.get(`${kind.chat}:id/`, { ...reading, onRequest }, async (request, reply) => {
      const addressed = await kind.find(app, request)
      const n = numberOf((request.params as { id: string }).id)
      if (n === undefined) throw new ParleyError('NOT_FOUND')
      return await page(request, reply, { viewer: viewerOf(request), addressed, n, requestId: request.id })
    })

    app.post(kind.action('edit'), { ...writing, onRequest }, async (request, reply) => {
      const asked = await askedOf(request, kind)
      const { message } = fieldsOf(request.body)
      return await answer(request, reply, asked, async ({ viewer, change }) => {
        const text = messageText(message, 'message')
        await app.editMessage(viewer, { ...change, text }, request.id)
      })
    })

    app.post(kind.action('delete'), { ...writing, onRequest }, async (request, reply) => {
      const asked = await askedOf(request, kind)
      return await answer(request, reply, asked, async ({ viewer, change }) => {
        await app.deleteMessage(viewer, change, request.id)
      })
    })

    for (const what of ['react', 'unreact'] as const)
      app.post(kind.action(what), { ...writing, onRequest }, async (request, reply) => {
        const asked = await askedOf(request, kind)
        const emoji = textField(fieldsOf(request.body), 'emoji')
        return await answer(request, reply, asked, async ({ viewer, change }) => {
          await app[what](viewer, { ...change, emoji }, request.id)
        })
      })

    for (const what of ['pin', 'unpin'] as const)
      app.post(kind.action(what), { ...writing, onRequest }, async (request, reply) => {
        const asked = await askedOf(request, kind)
        return await answer(request, reply, asked, async ({ viewer, change }) => {
          await app[what](viewer, change, request.id)
        })
      })

    for (const what of ['save', 'unsave'] as const)
      app.post(kind.action(what), { ...writing, onRequest }, async (request, reply) => {
        const asked = await askedOf(request, kind)
        return await answer(request, reply, asked, async ({ viewer, change: { conversation, n } }) => {
          await app[what](viewer, { conversation, n }, request.id)
        })
      })
  }

  async function askedOf(request: FastifyRequest, { find }: AddressKind): Promise<Asked> {
    const viewer = viewerOf(request)
    const addressed = await find(app, request)
    const fields = fieldsOf(request.body)
    const n = numberOf(fields['id'])
    if (n === undefined)
      throw new ParleyError('INVALID', 'id must be the number of a message', { field: 'id' })
    const { conversation } = addressed
    const change = { conversation, n, clientId: clientIdOf(fields) }
    return { viewer, addressed, n, requestId: request.id, change }
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Asked,
    work: (asked: Asked) => Promise<void>,
  ) {
    const isForm = audienceOf(request) !== 'json'
    try {
      await work(asked)
    } catch (error) {
      const known = knownError(error)
      // What there is no message for has no page to say so on.
      if (!isForm || known.code === 'NOT_FOUND') throw inPlainNames(error)
      return await page(request, reply, asked, known)
    }
    if (isForm) return await reply.redirect(backTo(request, asked), 303)
    const { message, pointers, saved } = await findMessage(app, asked)
    const people = await peopleAround(app, asked, [message])
    const body = { ...messageBody(message, people), is_read: isRead(message, pointers) }
    return saved.length > 0 ? { ...body, saved: true } : body
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: MessageRequest,
    error?: ParleyError,
  ) {
    const [found, bell] = await Promise.all([messagePageView(app, asked), bellOf(app, asked.viewer, request)])
    const view = { ...found, ...(error ? { problem: sentence(error.message), ...typed(request) } : {}) }
    const render = (chrome: Parameters<typeof messagePage>[0]) => messagePage(chrome, view)
    return await sendPage(request, reply, parts, { render, bell, ...(error ? { status: error.status } : {}) })
  }
}

/** Forms stand on the message's page, or in the list of those that are pinned or saved. */
function backTo(request: FastifyRequest, { addressed: { to }, n }: MessageRequest): string {
  const { back } = fieldsOf(request.body)
  if (back === 'saved') return '/messages/saved/'
  return back === 'pinned' ? actionUrl(to, 'pinned') : placeInChat(to, n)
}

function typed(request: FastifyRequest): { draft?: string } {
  const { message } = fieldsOf(request.body)
  return typeof message === 'string' ? { draft: message.toWellFormed().replaceAll('\0', '') } : {}
}
