import type { Saved } from '@parley/contracts'
import { type Collection, MongoServerError } from 'mongodb'
import type { SavedStore } from './saved-store.ts'
import type { SavedDocument } from './mongodb-collections.ts'

const duplicateKey = 11_000

/** See `SavedStore`. `asked` says what cannot be done now as UNAVAILABLE. */
export function mongodbSaved(
  saved: Collection<SavedDocument>,
  asked: <T>(work: () => Promise<T>) => Promise<T>,
): SavedStore {
  return {
    save: ({ id, ...rest }) =>
      asked(async () => {
        try {
          await saved.insertOne({ _id: id, ...rest })
        } catch (error) {
          if (!(error instanceof MongoServerError) || error.code !== duplicateKey) throw error
        }
      }),
    unsave: ({ user, conversation, n }) =>
      asked(async () => void (await saved.deleteOne({ conversation, n, user }))),
    savedBy: (user, { before, limit }) =>
      asked(async () => {
        const below = before === undefined ? {} : { _id: { $lt: before } }
        const found = await saved
          .find({ user, ...below })
          .sort({ _id: -1 })
          .limit(limit)
          .toArray()
        return found.map(savedOf)
      }),
    savedIn: (user, { conversation, from, to }) =>
      asked(async () => {
        const range = { conversation, n: { $gte: from, $lte: to }, user }
        return (await saved.find(range, { projection: { n: 1 } }).toArray()).map(({ n }) => n)
      }),
    savedCount: (user) => asked(() => saved.countDocuments({ user })),
    allSaved: (after, limit) =>
      asked(async () => {
        const found = await saved
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray()
        return found.map(savedOf)
      }),
  }
}

function savedOf({ _id, ...rest }: SavedDocument): Saved {
  return { id: _id, ...rest }
}
