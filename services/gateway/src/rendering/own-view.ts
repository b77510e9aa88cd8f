import {
  type Conversation,
  forever,
  isArchived,
  isMarkedUnread,
  isMuted,
  isPinned,
  type Own,
} from '@parley/contracts'
import { type Static, Type } from 'typebox'
import type { OwnView } from '../views/model.ts'

/** What `/messages/arrange/<username>/` answers scripts. */
export const OwnBody = Type.Object({
  pinned: Type.Boolean(),
  archived: Type.Boolean(),
  muted_until: Type.Union([Type.String({ description: 'A time, or "always"' }), Type.Null()]),
  hears_mentions: Type.Optional(
    Type.Literal(true, { description: 'Muted, but for messages that mention oneself' }),
  ),
  marked_unread: Type.Boolean(),
})
export type OwnBody = Static<typeof OwnBody>

type Arranged = Pick<Conversation, 'own' | 'head' | 'pointers'> & { viewer: string }

/** What somebody's own order of a conversation is at a time; undefined where they have none. */
export function ownView({ own, head, pointers, viewer }: Arranged, now: number): OwnView | undefined {
  if (!own) return undefined
  const pointer = pointers.find(({ user }) => user === viewer) ?? { readSeq: 0 }
  return {
    revision: own.revision,
    pinned: isPinned(own),
    archived: isArchived(own, head),
    muted: isMuted(own, now),
    ...(own.hearsMentions ? { hearsMentions: true } : {}),
    mutedUntil: endOf(own, now),
    marked: isMarkedUnread(own, pointer),
  }
}

/** The same for scripts. */
export function ownBody(arranged: Arranged, now: number): OwnBody {
  const own = ownView(arranged, now)
  return {
    pinned: own?.pinned ?? false,
    archived: own?.archived ?? false,
    muted_until: own?.muted ? (own.mutedUntil ?? 'always') : null,
    ...(own?.muted && own.hearsMentions ? { hears_mentions: true } : {}),
    marked_unread: own?.marked ?? false,
  }
}

function endOf(own: Own, now: number): string | undefined {
  const { mutedUntil = 0 } = own
  return mutedUntil > now && mutedUntil < forever ? new Date(mutedUntil).toISOString() : undefined
}
