import '../fastify.ts'
import { type InputOf, type OutputOf, ParleyError, socket } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Viewer } from '../sessions/viewer.ts'

/**
 * Carries out an operation about groups as the viewer, for sockets and HTTP alike. What changes a group counts as a message
 * where there is a limit.
 * @throws ParleyError as the operation does, INVALID (field `users`) for people who are not there, RATE_LIMITED
 */
export type AskGroup = <N extends socket.GroupOperation>(
  viewer: Viewer,
  name: N,
  input: unknown,
  requestId: string,
) => Promise<OutputOf<socket.GroupOperations[N]>>

/** `app.askGroup` */
export const groupRequests = fp(
  async (app: FastifyInstance) => {
    const askGroup: AskGroup = async ({ person }, name, input, requestId) => {
      const operation = socket.groupOperations[name]
      // What a check of one of several operations returns is not known to be that one's input.
      const checked = operation.check(input) as InputOf<typeof operation>
      if (operation.method !== 'GET') await app.sendLimit.take(person.id, 1)
      if ('users' in checked) await requirePeople(app, checked.users, requestId)
      return await app.call(operation, checked, { actor: person.id, requestId })
    }
    app.decorate('askGroup', askGroup)
  },
  { name: 'parley-group-requests' },
)

/** messages knows no people: that there is somebody to let in is known here. */
async function requirePeople(
  app: FastifyInstance,
  users: readonly string[],
  requestId: string,
): Promise<void> {
  const found = await app.people.byIds(users, requestId)
  if (users.every((user) => found.has(user))) return
  throw new ParleyError('INVALID', 'Somebody of these people is not there.', { field: 'users' })
}

declare module 'fastify' {
  interface FastifyInstance {
    askGroup: AskGroup
  }
}
