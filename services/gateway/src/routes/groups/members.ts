import { groupId, ParleyError, type Person, type Role } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { textField } from '../bodies.ts'
import { clientIdOf } from '../client-id.ts'
import type { RouteParts } from '../pages.ts'
import { type Asked, groupForm } from './group-form.ts'
import { groupInPath } from '../group-param.ts'
import { idsOf, peopleField } from './people-field.ts'

/** Who is in a group and what they may do: `POST …/members/` adds people, `…/remove/` and `…/role/` are about one. */
export function members(app: FastifyInstance, parts: RouteParts): void {
  // Where the page of a refused form stands: so it can be loaded again, and gone on to after a login.
  for (const path of ['members/', 'members/remove/', 'members/role/']) {
    app.get(`/messages/group/:group/${path}`, async (request, reply) => {
      return await reply.redirect(`/messages/group/${groupId(groupInPath(request))}/about/`, 303)
    })
  }

  groupForm(app, parts, {
    path: 'members/',
    typed: async ({ request, fields }) => ({
      people: await peopleField(app, fields, request.id).catch(() => []),
    }),
    async run({ request, viewer, conversation, fields }) {
      const users = idsOf(await peopleField(app, fields, request.id))
      if (users.length === 0) throw new ParleyError('INVALID', 'Choose somebody to add.', { field: 'people' })
      const input = { conversation, clientId: clientIdOf(fields), users }
      await app.askGroup(viewer, 'addMembers', input, request.id)
      return 'added'
    },
  })

  groupForm(app, parts, {
    path: 'members/remove/',
    async run(asked) {
      const { request, viewer, conversation, fields } = asked
      const { id: user } = await member(asked)
      if (user === viewer.person.id)
        throw new ParleyError('INVALID', 'To leave a group yourself is asked for elsewhere.', {
          field: 'username',
        })
      const input = { conversation, clientId: clientIdOf(fields), user }
      await app.askGroup(viewer, 'removeMember', input, request.id)
      return 'removed'
    },
  })

  groupForm(app, parts, {
    path: 'members/role/',
    async run(asked) {
      const { request, viewer, conversation, fields } = asked
      const role = roleField(textField(fields, 'role'))
      const { id: user } = await member(asked)
      const input = { conversation, clientId: clientIdOf(fields), user, role }
      await app.askGroup(viewer, 'changeRole', input, request.id)
      return role === 'owner' ? 'owner' : 'role'
    },
  })

  /** Whom a form is about. @throws NOT_FOUND where there is no such group for who asks, INVALID where no such person */
  async function member({ request, viewer, conversation, fields }: Asked): Promise<Person> {
    const username = textField(fields, 'username')
    const { members: all } = await app.askGroup(viewer, 'members', { conversation }, request.id)
    const ids = all.map(({ user }) => user)
    const found = [...(await app.people.byIds(ids, request.id)).values()].find(
      (one) => one.username === username,
    )
    if (found) return found
    throw new ParleyError('INVALID', 'This person is no member of the group.', { field: 'username' })
  }
}

function roleField(given: string): Role {
  if (given === 'owner' || given === 'admin' || given === 'member') return given
  throw new ParleyError('INVALID', 'role must be one of owner, admin, member', { field: 'role' })
}
