import { accounts, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { deviceOf } from './device.ts'
import { viewerOf } from './gates.ts'
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
   * counts from now on, `begunAt` is when the person logged in. Sockets of those before it close. @throws UNAVAILABLE
   */
  renew(request: FastifyRequest, renewed: Identity & { begunAt?: number }): Promise<void>
  /**
   * Ends the session of a request, for good: in the store, and at accounts, which tells all gateways. One of the two
   * is enough to refuse it from now on. @throws UNAVAILABLE where neither could be had
   */
  end(request: FastifyRequest): Promise<void>
  /** Ends another session of the same person, by its digest. @throws NOT_FOUND where it is nobody's or not theirs */
  endAnother(request: FastifyRequest, session: string): Promise<void>
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
  async function start(request: FastifyRequest, identity: Identity, begunAt?: number): Promise<void> {
    const { person, isAdmin, epoch } = identity
    const expiresAt = clock() + lifeMs
    request.session.set('user', person.id)
    request.session.set('epoch', epoch)
    request.session.set('expiresAt', expiresAt)
    await request.session.regenerate(['user', 'epoch', 'expiresAt'])
    const session = sessionDigest(request.session.sessionId)
    checks.learn(session, identity)
    request.viewer = { person, isAdmin, session, epoch, expiresAt }
    await record(request, request.viewer, begunAt)
  }

  /** For the person's list of sessions. One that is missing there is recorded when accounts is asked about it next. */
  async function record(request: FastifyRequest, viewer: Viewer, begunAt?: number): Promise<void> {
    const { person, session, epoch, expiresAt } = viewer
    const device = deviceOf(request.headers['user-agent'])
    const begun = begunAt === undefined ? {} : { begunAt }
    const input = { user: person.id, epoch, session, device, expiresAt, ...begun }
    try {
      await app.call(
        accounts.beginSession,
        input,
        { actor: null, requestId: request.id },
        { timeoutMs: 2_000 },
      )
    } catch (error) {
      // All sessions of the person have ended since it was allowed to begin: it lives no more than they do.
      if (error instanceof ParleyError && error.code === 'UNAUTHENTICATED')
        app.forgetSessions(person.id, session)
      else request.log.warn({ err: error }, 'a session was not recorded')
    }
  }

  async function endAnother(request: FastifyRequest, session: string): Promise<void> {
    const { person, epoch } = viewerOf(request)
    const context = { actor: person.id, requestId: request.id }
    await app.call(accounts.endOwnSession, { session }, context)
    app.forgetSessions(person.id, session)
    app.hub.closeSessions(person.id, session, epoch)
    try {
      await remembered.destroy(session)
    } catch (error) {
      // Accounts knows that it has ended: that is enough.
      request.log.warn({ err: error }, 'a session was not ended everywhere')
    }
  }

  return {
    async begin(request, identity) {
      await end(request)
      await start(request, identity)
    },
    async renew(request, { begunAt, ...identity }) {
      const { person, epoch } = identity
      app.forgetSessions(person.id, null)
      app.hub.closeSessions(person.id, null, epoch - 1)
      request.viewer = null
      await start(request, identity, begunAt)
    },
    end,
    endAnother,
  }
}
