import { directConversation, messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { placeInChat } from '../rendering/message-view.ts'
import { viewerOf } from '../sessions/gates.ts'
import { numberOf } from './message-number.ts'

interface Params {
  one: string
  other: string
  id: string
}

/** `GET /messages/at/<username>/<username>/<id>/`: a message of two people, for each of them in their own chat. */
export function messageLink(app: FastifyInstance): void {
  app.get('/messages/at/:one/:other/:id/', { preValidation: app.requireViewer }, async (request, reply) => {
    const { username, n } = await find(request)
    return await reply.redirect(placeInChat(username, n), 302)
  })

  /** Whoever is neither of the two learns nothing, not even who there is. */
  async function find(request: FastifyRequest): Promise<{ username: string; n: number }> {
    const { person } = viewerOf(request)
    const { one, other, id } = request.params as Params
    const names = [one, other].map((name) => name.toLowerCase())
    const username = names.find((name) => name !== person.username)
    const n = numberOf(id)
    if (username === undefined || n === undefined || !names.includes(person.username))
      throw new ParleyError('NOT_FOUND')
    const peer = await app.people.byUsername(username, request.id)
    const conversation = directConversation(person.id, peer.id)
    await app.call(messages.versions, { conversation, n }, { actor: person.id, requestId: request.id })
    return { username, n }
  }
}
