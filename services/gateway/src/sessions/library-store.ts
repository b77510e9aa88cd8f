import { callbackify } from 'node:util'
import type { FastifySessionOptions } from '@fastify/session'
import type { Session } from 'fastify'
import type { RememberedSessions } from './remembered-sessions.ts'
import { sessionDigest } from './session-digest.ts'

declare module 'fastify' {
  interface Session {
    /** Absent in a session of nobody, which is never stored. */
    user?: string
    epoch?: number
    expiresAt?: number
  }
}

type LibraryStore = NonNullable<FastifySessionOptions['store']>

/** Our sessions as @fastify/session wants to have them: by callbacks, each with the cookie's properties. */
export function libraryStore(sessions: RememberedSessions, lifeMs: number): LibraryStore {
  async function get(id: string): Promise<Session | null> {
    const session = await sessions.get(sessionDigest(id))
    if (!session) return null
    return { ...session, cookie: { originalMaxAge: lifeMs, expires: new Date(session.expiresAt) } }
  }

  async function set(id: string, { user, epoch, expiresAt }: Session): Promise<void> {
    if (user === undefined || epoch === undefined || expiresAt === undefined) return
    await sessions.set(sessionDigest(id), { user, epoch, expiresAt })
  }

  async function destroy(id: string): Promise<void> {
    await sessions.destroy(sessionDigest(id))
  }

  return { get: callbackify(get), set: callbackify(set), destroy: callbackify(destroy) }
}
