import { directConversation, groupConversation, messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import { placeInChat } from '../views/chat-address.ts'
import type { Addressed } from './conversation-address.ts'
import { groupIdInPath, groupOf } from './group-param.ts'
import { numberOf } from './message-number.ts'

interface Params {
  one: string
  other: string
  id: string
}

/**
 * `GET /messages/at/<username>/<username>/<id>/`: a message of two people, for each of them in their own chat; and `GET
 * /messages/group/<id>/at/<id>/`: one of a group, for its members.
 */
export function messageLink(app: FastifyInstance): void {
  const reading = { preValidation: app.requireViewer }
  app.get('/messages/at/:one/:other/:id/', reading, async (request, reply) => {
    return await reply.redirect(await placeOf(request, await ofTwo(request)), 302)
  })

  const ofGroup = { ...reading, onRequest: groupIdInPath }
  app.get('/messages/group/:group/at/:id/', ofGroup, async (request, reply) => {
    const group = groupOf(request)
    const addressed = { conversation: groupConversation(group), to: { group } }
    return await reply.redirect(await placeOf(request, addressed), 302)
  })

  /** Whoever is neither of the two learns nothing, not even who there is. */
  async function ofTwo(request: FastifyRequest): Promise<Addressed> {
    const { person } = viewerOf(request)
    const { one, other } = request.params as Params
    const names = [one, other].map((name) => name.toLowerCase())
    const username = names.find((name) => name !== person.username)
    if (username === undefined || !names.includes(person.username)) throw new ParleyError('NOT_FOUND')
    const peer = await app.people.byUsername(username, request.id)
    return { conversation: directConversation(person.id, peer.id), to: { username } }
  }

  /** @throws NOT_FOUND where there is no such message for who asks */
  async function placeOf(request: FastifyRequest, { conversation, to }: Addressed): Promise<string> {
    const n = numberOf((request.params as Params).id)
    if (n === undefined) throw new ParleyError('NOT_FOUND')
    const context = { actor: viewerOf(request).person.id, requestId: request.id }
    await app.call(messages.versions, { conversation, n }, context)
    return placeInChat(to, n)
  }
}
