import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import session from '@fastify/session'
import { type DataOf, personChanged, sessionEnded } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { derivedKey } from '../security/derived-key.ts'
import { libraryStore } from './library-store.ts'
import { RememberedSessions } from './remembered-sessions.ts'
import { type Identity, SessionChecks } from './session-checks.ts'
import { sessionDeskOf } from './session-desk.ts'
import { sessionDigest } from './session-digest.ts'
import type { SessionStore } from './session-store.ts'
import type { Viewer } from './viewer.ts'

export interface SessionsOptions {
  store: SessionStore
  secret: string
  /** How long an unused session lives. */
  lifeMs: number
  clock: () => number
}

export const sessionCookie = 'parley_session'

/** `request.viewer`, `app.checkViewer`, `app.sessionDesk`: who asks, by a cookie, a store and what accounts says. */
export const sessions = fp<SessionsOptions>(
  async (app: FastifyInstance, { store, secret, lifeMs, clock }) => {
    const remembered = new RememberedSessions(store, clock)
    const checks = new SessionChecks(app.call, clock)

    await app.register(cookie)
    await app.register(session, {
      secret: derivedKey(secret, 'session cookie'),
      cookieName: sessionCookie,
      cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: 'auto', maxAge: lifeMs },
      store: libraryStore(remembered, lifeMs),
      rolling: false,
      saveUninitialized: false,
    })
    app.decorateRequest('viewer', null)
    app.decorateRequest('hadSession', false)
    app.decorate('sessionDesk', sessionDeskOf({ app, remembered, checks, lifeMs, clock }))

    app.addHook('onRequest', async (request, reply) => {
      request.viewer = await viewerOf(request)
      if (request.viewer && request.headers.upgrade === undefined) await slide(request, reply, request.viewer)
      if (request.viewer || request.cookies[sessionCookie] === undefined) return
      request.hadSession = true
      reply.clearCookie(sessionCookie, { path: '/' })
    })

    async function viewerOf(request: FastifyRequest): Promise<Viewer | null> {
      const { user, epoch, expiresAt, sessionId } = request.session
      if (user === undefined || epoch === undefined || expiresAt === undefined) return null
      const digest = sessionDigest(sessionId)
      const use = { user, epoch, session: digest, expiresAt: clock() + lifeMs }
      const userAgent = request.headers['user-agent']
      const identity = await checks.check({ ...use, userAgent }, request.id)
      return identity && viewer(identity, { session: digest, epoch, expiresAt })
    }

    /** Moves the end on once a tenth of the life has gone, so that few requests write. */
    async function slide(request: FastifyRequest, reply: FastifyReply, viewer: Viewer): Promise<void> {
      const expiresAt = clock() + lifeMs
      if (expiresAt - viewer.expiresAt < lifeMs / 10) return
      try {
        await remembered.touch(viewer.session, expiresAt)
      } catch (error) {
        // The session lives; a later request moves it.
        request.log.warn({ err: error }, 'a session could not be prolonged')
        return
      }
      viewer.expiresAt = expiresAt
      // Its types do not tell of the id as it stands in the cookie.
      const { encryptedSessionId } = request.session as { encryptedSessionId?: string }
      if (encryptedSessionId === undefined) return
      const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: 'auto' } as const
      reply.setCookie(sessionCookie, encryptedSessionId, { ...options, expires: new Date(expiresAt) })
    }

    app.decorate('checkViewer', async (known) => {
      let { expiresAt } = known
      if (expiresAt <= clock()) {
        // Requests of other tabs may have moved its end.
        const stored = await remembered.get(known.session)
        if (!stored) return null
        expiresAt = stored.expiresAt
      }
      const { epoch, session } = known
      const use = { user: known.person.id, epoch, session, expiresAt: clock() + lifeMs }
      const identity = await checks.check(use, randomUUID())
      return identity && viewer(identity, { session, epoch, expiresAt })
    })

    app.decorate('forgetSessions', (user, digest) => {
      checks.forget(user, digest)
      if (digest === null) remembered.forgetAllOf(user)
      else remembered.forget(digest)
    })

    // Every gateway hears these, which a durable consumer, shared by all, would not give; what was missed while the
    // bus was away is asked for.
    const subscriptions = [
      await app.bus.subscribe(sessionEnded.subject, (payload) => {
        const { user, session } = dataOf(sessionEnded, payload)
        app.forgetSessions(user, session)
      }),
      await app.bus.subscribe(personChanged.subject, (payload) => {
        checks.forget(dataOf(personChanged, payload).user, null)
      }),
    ]
    const stopListening = app.bus.onConnection(() => checks.forgetAll())
    app.addHook('onClose', async () => {
      stopListening()
      await Promise.all(subscriptions.map((subscription) => subscription.close()))
    })
  },
  { name: 'parley-sessions' },
)

function viewer(identity: Identity, session: Pick<Viewer, 'session' | 'epoch' | 'expiresAt'>): Viewer {
  return { person: identity.person, isAdmin: identity.isAdmin, ...session }
}

function dataOf<E extends typeof sessionEnded | typeof personChanged>(event: E, payload: unknown): DataOf<E> {
  return event.check(payload).data as DataOf<E>
}
