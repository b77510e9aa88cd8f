import { accounts, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RememberedSessions } from './remembered-sessions.ts'
import type { Identity, SessionChecks } from './session-checks.ts'
import { sessionDigest } from './session-digest.ts'
import type { Viewer } from './viewer.ts'

/** Where sessions begin and end. */
export interface SessionDesk {
  /** Begins a session under a new id, and ends the one that the browser had. @throws UNAVAILABLE */
  begin(request: FastifyRequest, identity: Identity): Promise<void>
  /**
   * Goes on under a new id where all sessions of the person have ended but this one: `identity` has the epoch that
   * counts from now on. Sockets of those before it close. @throws UNAVAILABLE
   */
  renew(request: FastifyRequest, identity: Identity): Promise<void>
  /**
   * Ends the session of a request, for good: in the store, and at accounts, which tells all gateways. One of the two
   * is enough to refuse it from now on. @throws UNAVAILABLE where neither could be had
   */
  end(request: FastifyRequest): Promise<void>
}

export interface SessionDeskParts {
  app: FastifyInstance
  remembered: RememberedSessions
  checks: SessionChecks
  lifeMs: number
  clock: () => number
}

export function sessionDeskOf({ app, remembered, checks, lifeMs, clock }: SessionDeskParts): SessionDesk {
  async function endAtAccounts(viewer: Viewer, requestId: string): Promise<void> {
    const { person, session, expiresAt } = viewer
    // Its end may have been moved meanwhile by a request of another tab.
    const input = { user: person.id, session, expiresAt: Math.max(expiresAt, clock() + lifeMs) }
    await app.call(accounts.endSession, input, { actor: null, requestId })
  }

  async function end(request: FastifyRequest): Promise<void> {
    const { viewer } = request
    if (!viewer) return
    const outcomes = await Promise.allSettled([
      remembered.destroy(viewer.session),
      endAtAccounts(viewer, request.id),
    ])
    app.forgetSessions(viewer.person.id, viewer.session)
    // Those here close at once, also where accounts could tell nobody.
    app.hub.closeSessions(viewer.person.id, viewer.session, viewer.epoch)
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
    for (const { reason } of failed) request.log.warn({ err: reason }, 'a session was not ended everywhere')
    if (failed.length === outcomes.length)
      throw new ParleyError('UNAVAILABLE', undefined, { cause: failed[0]?.reason })
    request.viewer = null
  }

  /** Under a new id; what was stored under the one before is gone. */
  async function start(request: FastifyRequest, identity: Identity): Promise<void> {
    const { person, isAdmin, epoch } = identity
    const expiresAt = clock() + lifeMs
    request.session.set('user', person.id)
    request.session.set('epoch', epoch)
    request.session.set('expiresAt', expiresAt)
    await request.session.regenerate(['user', 'epoch', 'expiresAt'])
    const session = sessionDigest(request.session.sessionId)
    checks.learn(session, identity)
    request.viewer = { person, isAdmin, session, epoch, expiresAt }
  }

  return {
    async begin(request, identity) {
      await end(request)
      await start(request, identity)
    },
    async renew(request, identity) {
      const { person, epoch } = identity
      app.forgetSessions(person.id, null)
      app.hub.closeSessions(person.id, null, epoch - 1)
      request.viewer = null
      await start(request, identity)
    },
    end,
  }
}
