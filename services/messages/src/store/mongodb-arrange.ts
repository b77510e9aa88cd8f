import type { Own } from '@parley/contracts'
import type { Collection, Filter, UpdateFilter } from 'mongodb'
import type { ConversationDocument } from './mongodb-collections.ts'
import type { OwnChange, Place } from './store.ts'

/** See `Store.arrange`: one update of one document. */
export async function mongodbArrange(
  conversations: Collection<ConversationDocument>,
  change: OwnChange,
): Promise<Own | undefined> {
  const { conversation, user } = change
  const found = await conversations.findOneAndUpdate({ _id: conversation, members: user }, updateOf(change), {
    returnDocument: 'after',
    projection: { [`own.${user}`]: 1 },
  })
  return found?.own?.[user]
}

function updateOf({ conversation: _, user, ...fields }: OwnChange): UpdateFilter<ConversationDocument> {
  const given = Object.entries(fields)
  const path = (name: string) => `own.${user}.${name}`
  const set = given.filter(([, value]) => value !== null).map(([name, value]) => [path(name), value])
  const unset = given.filter(([, value]) => value === null).map(([name]) => [path(name), ''])
  const lists = [
    ['pinnedBy', fields.pinned],
    ['archivedBy', fields.archivedN],
  ] as const
  const joined = lists.filter(([, value]) => value !== undefined && value !== null)
  const left = lists.filter(([, value]) => value === null)
  return {
    $inc: { [path('revision')]: 1 },
    ...part('$set', set),
    ...part('$unset', unset),
    ...part(
      '$addToSet',
      joined.map(([list]) => [list, user]),
    ),
    ...part(
      '$pull',
      left.map(([list]) => [list, user]),
    ),
  }
}

/** An operator without fields is refused by old servers. */
function part(operator: string, fields: unknown[][]): object {
  return fields.length > 0 ? { [operator]: Object.fromEntries(fields) } : {}
}

/** The filter of a place. What a message has brought back is worked out here, so that no message costs more to write. */
export function mongodbPlace(user: string, place: Place): Filter<ConversationDocument> {
  const [archivedN, mutedUntil] = [`$own.${user}.archivedN`, { $ifNull: [`$own.${user}.mutedUntil`, 0] }]
  const isBack = { $and: [{ $gt: ['$head.n', archivedN] }, { $lte: [mutedUntil, '$head.at'] }] }
  switch (place) {
    case 'all':
      return { members: user }
    case 'listed':
      return {
        members: user,
        pinnedBy: { $ne: user },
        $or: [{ archivedBy: { $ne: user } }, { $expr: isBack }],
      }
    case 'pinned':
      return { pinnedBy: user }
    case 'archived':
      return { archivedBy: user, $expr: { $not: isBack } }
  }
}

/** See `Store.forgetOwns`. */
export async function mongodbForgetOwns(
  conversations: Collection<ConversationDocument>,
  user: string,
): Promise<void> {
  await conversations.updateMany(
    { [`own.${user}`]: { $exists: true } },
    { $unset: { [`own.${user}`]: '' }, $pull: { pinnedBy: user, archivedBy: user } },
  )
}
