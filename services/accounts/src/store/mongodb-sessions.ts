import type { Collections, SessionDocument } from './mongodb-documents.ts'
import { isDuplicate } from './mongodb-errors.ts'
import type { EndedSession, OpenSession } from './store.ts'

export async function noteSession({ sessions }: Collections, open: OpenSession): Promise<void> {
  const { usedAt, expiresAt, ...first } = open
  const update = { $max: { usedAt, expiresAt }, $setOnInsert: first }
  await upserted(() => sessions.updateOne({ _id: idOf(open) }, update, { upsert: true }))
  await sessions.deleteMany({ user: open.user, epoch: { $lt: open.epoch } })
}

export async function session(
  { sessions }: Collections,
  key: { user: string; session: string },
): Promise<OpenSession | undefined> {
  const found = await sessions.findOne({ _id: idOf(key) })
  return found ? openSessionOf(found) : undefined
}

export async function sessions(
  { sessions, ended }: Collections,
  { user, epoch, limit }: { user: string; epoch: number; limit: number },
): Promise<OpenSession[]> {
  const found = await sessions
    .find({ user, epoch })
    .sort({ usedAt: -1, begunAt: -1, session: 1 })
    .limit(limit)
    .toArray()
  // Its use may have been noted at the moment in which it was ended.
  const over = await ended
    .find({ _id: { $in: found.map(({ _id }) => _id) } }, { projection: { _id: 1 } })
    .toArray()
  const ids = new Set(over.map(({ _id }) => _id))
  return found.filter(({ _id }) => !ids.has(_id)).map(openSessionOf)
}

export async function endSession(
  { ended, sessions }: Collections,
  { user, session, expiresAt, epoch }: EndedSession,
): Promise<void> {
  const _id = idOf({ user, session })
  const first = { user, session, epoch, untold: true } as const
  const update = { $max: { expiresAt }, $setOnInsert: first }
  await upserted(() => ended.updateOne({ _id }, update, { upsert: true }))
  await sessions.deleteOne({ _id })
}

/** Another instance may just have inserted the same: then that stands. */
async function upserted(upsert: () => Promise<unknown>): Promise<void> {
  try {
    await upsert()
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

function idOf({ user, session }: { user: string; session: string }): string {
  return `${user}:${session}`
}

function openSessionOf({ _id, ...open }: SessionDocument): OpenSession {
  return open
}
