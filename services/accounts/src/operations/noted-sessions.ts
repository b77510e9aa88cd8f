import type { Room } from '../parts.ts'
import type { OpenSession } from '../store/store.ts'

/** Use is noted once in this time; so a session may live for that much longer than is known. */
export const notedEveryMs = 60 * 60 * 1_000
/** Sessions of one person that go on; the ones that were not used for the longest time end. */
export const maxSessions = 100
const endedAtOnce = 20

/** Whether it is time to note that a session is used. */
export function useIsNews({ clock }: Room, known: OpenSession | undefined): boolean {
  return known === undefined || clock() - known.usedAt >= notedEveryMs
}

/** Notes a session as used now, and ends those of its person that are too many. */
export async function noteSession(room: Room, open: Omit<OpenSession, 'usedAt'>): Promise<void> {
  const { store, announcer, clock } = room
  const { user, epoch } = open
  await store.noteSession({ ...open, usedAt: clock(), expiresAt: open.expiresAt + notedEveryMs })
  const all = await store.sessions(user, epoch, maxSessions + endedAtOnce)
  for (const { session, expiresAt } of all.slice(maxSessions)) {
    await store.endSession({ user, session, expiresAt, epoch })
    announcer.tell({ kind: 'session', user, session, epoch })
  }
}
