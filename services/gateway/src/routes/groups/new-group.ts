import { randomUUIDv7 } from 'node:crypto'
import { groupId } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../../errors/audience.ts'
import { knownError } from '../../errors/known-error.ts'
import { groupBody } from '../../groups/group-body.ts'
import { viewerOf } from '../../sessions/gates.ts'
import { newGroupPage } from '../../views/groups/index.ts'
import type { NewGroupView } from '../../views/groups/model.ts'
import { bellOf } from '../bell.ts'
import { fieldsOf } from '../bodies.ts'
import { clientIdFor, clientIdOf } from '../client-id.ts'
import { type RouteParts, sendPage } from '../pages.ts'
import { aboutField, historyField, nameField, typedFields } from './group-fields.ts'
import { refusalOf } from './group-form.ts'
import { idsOf, peopleField } from './people-field.ts'

/** `/messages/groups/new/`: where one makes a group; for scripts `POST` is answered with it. */
export function newGroup(app: FastifyInstance, parts: RouteParts): void {
  const path = '/messages/groups/new/'
  app.get(path, { preValidation: app.requireViewer }, async (request, reply) => {
    const fields = { name: '', about: '', history: 'joining' }
    return await show(request, reply, { ...fields, people: [], errors: {}, clientId: randomUUIDv7() })
  })

  const writing = { preValidation: [app.requireViewer, app.requireCsrf] }
  app.post(path, writing, async (request, reply) => {
    const viewer = viewerOf(request)
    const clientId = clientIdOf(fieldsOf(request.body))
    try {
      const conversation = await make(request, clientId)
      if (audienceOf(request) !== 'json')
        return await reply.redirect(`/messages/group/${groupId(conversation)}/`, 303)
      const { group } = await app.askGroup(viewer, 'members', { conversation }, request.id)
      return await reply.send(groupBody(conversation, group))
    } catch (error) {
      const { errors, status } = refusalOf(error, { request, reply })
      const fields = fieldsOf(request.body)
      const people = await peopleField(app, fields, request.id).catch(() => [])
      const view = { ...typedFields(fields), people, errors, clientId }
      return await show(request, reply, view, status)
    }
  })

  async function make(request: FastifyRequest, clientId: string): Promise<string> {
    const viewer = viewerOf(request)
    const fields = fieldsOf(request.body)
    const history = historyField(fields)
    const group = {
      name: nameField(fields),
      about: aboutField(fields),
      users: idsOf(await peopleField(app, fields, request.id)).filter((user) => user !== viewer.person.id),
      ...(history === undefined ? {} : { history }),
    }
    const id = audienceOf(request) === 'json' ? clientId : clientIdFor(clientId, group)
    const ask = () => app.askGroup(viewer, 'createGroup', { ...group, clientId: id }, request.id)
    const made = await ask().catch((error: unknown) => {
      if (knownError(error).code !== 'CONFLICT') throw error
      // Of two that make it at the same time one is late, and finds it made.
      return ask()
    })
    return made.conversation
  }

  async function show(request: FastifyRequest, reply: FastifyReply, view: NewGroupView, status = 200) {
    const bell = await bellOf(app, viewerOf(request), request)
    return await sendPage(request, reply, parts, {
      render: (chrome) => newGroupPage(chrome, view),
      bell,
      status,
    })
  }
}
