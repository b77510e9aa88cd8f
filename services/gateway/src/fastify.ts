import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SendLimit } from './limits/send-limit.ts'
import type { Blocks } from './people/blocks.ts'
import type { People } from './people/people.ts'
import type { ShownPresence } from './presence/shown-presence.ts'
import type { SessionDesk } from './sessions/session-desk.ts'
import type { Viewer } from './sessions/viewer.ts'

/** A hook that lets a request pass or throws the error that answers it. */
export type Gate = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

declare module 'fastify' {
  interface FastifyInstance {
    people: People
    blocks: Blocks
    presence: ShownPresence
    sendLimit: SendLimit
    sessionDesk: SessionDesk
    /**
     * Asks again whether a session lives: accounts, or for a minute what it said last. Null where it has ended.
     * @throws UNAVAILABLE where nobody can tell
     */
    checkViewer: (viewer: Viewer) => Promise<Viewer | null>
    /** Forgets what was known of a session (null: of all of a person's), so that the next use asks. */
    forgetSessions: (user: string, session: string | null) => void
    /** For `preValidation` of what needs a session; `viewerOf(request)` is there afterwards. */
    requireViewer: Gate
    /** For `preValidation` of upgrades: a foreign Origin is refused, none at all is allowed. */
    checkOrigin: Gate
  }
  interface FastifyRequest {
    /** Set before any handler, upgrades included. */
    viewer: Viewer | null
    /** Came with a session that has ended. */
    hadSession: boolean
  }
  interface FastifyContextConfig {
    /** `json`: errors are always JSON. `either`: JSON unless a browser's form asks. Default: pages, partials for htmx. */
    answers?: 'json' | 'either' | 'page'
  }
}
