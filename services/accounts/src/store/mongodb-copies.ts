import { MongoBulkWriteError } from 'mongodb'
import type { Collections, EndedDocument, InviteDocument, PersonDocument } from './mongodb-documents.ts'
import type { EndedSession, Kept, KeptAccount, KeptInvite, Page } from './store.ts'

const duplicateKey = 11_000

export async function copyPeople({ people }: Collections, { after, limit }: Page): Promise<KeptAccount[]> {
  const found = await people
    .find({ _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray()
  return found.map(
    ({ _id: id, terms: _terms, untold: _untold, revision: _revision, toldEpoch: _told, claim, ...kept }) => ({
      id,
      ...kept,
      ...(claim !== undefined && kept.deletedAt !== undefined ? { claim } : {}),
      legacyIterations: kept.legacyIterations ?? 0,
    }),
  )
}

export async function copyInvites({ invites }: Collections, { after, limit }: Page): Promise<KeptInvite[]> {
  const found = await invites
    .find({ _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray()
  return found.map(({ _id: digest, expiresAt }) => ({ digest, expiresAt }))
}

export async function copyEnded({ ended }: Collections, { after, limit }: Page): Promise<EndedSession[]> {
  const found = await ended
    .find({ _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray()
  return found.map(({ user, session, expiresAt, epoch }) => ({ user, session, expiresAt, epoch }))
}

export async function restore(
  { people, invites, ended }: Collections,
  kept: Kept & { terms: Map<string, string[]>; claims: Map<string, string> },
): Promise<'restored' | 'conflict'> {
  const persons = kept.people.map(
    ({ id, legacyIterations, ...one }): PersonDocument => ({
      _id: id,
      ...one,
      ...(legacyIterations > 0 ? { legacyIterations } : {}),
      terms: kept.terms.get(id) ?? [],
      ...claimOf(kept.claims.get(id)),
      revision: 0,
      toldEpoch: one.epoch,
      // What belongs to them elsewhere has to go again.
      ...(one.deletedAt === undefined ? {} : { untold: true as const }),
    }),
  )
  const codes = kept.invites.map(({ digest, expiresAt }): InviteDocument => ({ _id: digest, expiresAt }))
  const sessions = kept.ended.map((one): EndedDocument => ({ _id: `${one.user}:${one.session}`, ...one }))
  const outcomes = await Promise.all([
    put(persons, (documents) => people.insertMany(documents, { ordered: false })),
    put(codes, (documents) => invites.insertMany(documents, { ordered: false })),
    put(sessions, (documents) => ended.insertMany(documents, { ordered: false })),
  ])
  return outcomes.every(Boolean) ? 'restored' : 'conflict'
}

/** What is there already, by its id, stays as it is. False where another index was broken. */
async function put<D>(documents: D[], insert: (documents: D[]) => Promise<unknown>): Promise<boolean> {
  if (documents.length === 0) return true
  try {
    await insert(documents)
    return true
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error
    const errors = [error.writeErrors].flat()
    // A lost connection comes as the same error, without any error of a write in it.
    if (errors.length === 0 || errors.some(({ code }) => code !== duplicateKey)) throw error
    return errors.every(({ errmsg }) => / _id_ /.test(errmsg ?? ''))
  }
}

function claimOf(claim: string | undefined): { claim?: string } {
  return claim === undefined ? {} : { claim }
}
