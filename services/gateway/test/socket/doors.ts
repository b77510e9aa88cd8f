import { createCall, metrics } from '@parley/service'
import type { Bus } from '@parley/bus'
import { accounts, ParleyError, type Person } from '@parley/contracts'
import Fastify, { type FastifyInstance } from 'fastify'
import { blocks } from '../../src/people/blocks.ts'
import type { PresenceStore } from '../../src/presence/presence.ts'
import { groupRequests } from '../../src/groups/group-requests.ts'
import { knownGroups } from '../../src/groups/known-groups.ts'
import { sending } from '../../src/sending/sending.ts'
import { sockets, type SocketsOptions } from '../../src/socket/sockets.ts'

const secret = 'a secret for tests, of more than thirty-two characters'

export interface DoorsOptions extends Partial<SocketsOptions> {
  bus: Bus
  presence: PresenceStore
  /** Everyone who may come; a session is `<username>` or `<username>.<anything>`. */
  people: readonly Person[]
  expiresAt?: number
  takeSend?: (user: string) => Promise<void>
  /** Gets every line of the log, of all levels. */
  log?: (line: string) => void
}

/**
 * The gateway's sockets behind the smallest doors: the header `x-session` says who comes. Sessions and the rest have
 * tests of their own.
 */
export async function doors(options: DoorsOptions): Promise<FastifyInstance> {
  const { bus, people } = options
  const app: FastifyInstance = Fastify({
    genReqId: () => crypto.randomUUID(),
    ...(options.log ? { logger: { level: 'trace', stream: { write: options.log } } } : {}),
  })
  app.setErrorHandler(async (error, _request, reply) => {
    const known = error instanceof ParleyError ? error : new ParleyError('INTERNAL', String(error))
    return await reply.code(known.status).send({ error: known.toPublic() })
  })
  app.decorate('bus', bus)
  app.decorate('call', createCall({ bus, secret, urls: {} }))
  app.decorate('people', {
    async byUsername(username: string) {
      const person = people.find((one) => one.username === username)
      if (!person) throw new ParleyError('NOT_FOUND')
      return person
    },
    async byIds(ids: readonly string[]) {
      return new Map(people.filter(({ id }) => ids.includes(id)).map((one) => [one.id, one]))
    },
    hiding: async () => new Set<string>(),
    forget: () => undefined,
    onChange: () => () => undefined,
  })
  app.decorate('sendLimit', { take: options.takeSend ?? (async () => undefined) })
  app.decorate('forgetSessions', () => undefined)
  app.decorateRequest('viewer', null)
  app.addHook('onRequest', async (request) => {
    const session = request.headers['x-session']
    const person = people.find(({ username }) => username === String(session).split('.')[0])
    if (!person || typeof session !== 'string') return
    const expiresAt = options.expiresAt ?? Date.now() + 3_600_000
    const digest = `digest_of_session_${session.replaceAll('.', '_')}`
    request.viewer = { person, isAdmin: false, session: digest, epoch: 1, expiresAt }
  })
  app.decorate('checkViewer', async (viewer) => {
    if (viewer.expiresAt <= Date.now()) return null
    const { epoch, session } = viewer
    try {
      const input = { user: viewer.person.id, epoch, session }
      await app.call(accounts.checkSession, input, { actor: null, requestId: 'test' })
      return viewer
    } catch (error) {
      if (error instanceof ParleyError && error.code === 'UNAUTHENTICATED') return null
      throw error
    }
  })
  app.decorate('requireViewer', async (request) => {
    if (!request.viewer) throw new ParleyError('UNAUTHENTICATED')
  })
  app.decorate('checkOrigin', async (request) => {
    const { origin } = request.headers
    if (origin !== undefined && origin !== `http://${request.headers.host}`)
      throw new ParleyError('FORBIDDEN')
  })
  await app.register(metrics, { service: 'gateway', processMetrics: false })
  await app.register(blocks)
  await app.register(knownGroups)
  await app.register(groupRequests)
  await app.register(sending)
  await app.register(sockets, { assetUrl: (name) => `/assets/${name}`, ...options })
  return app
}
