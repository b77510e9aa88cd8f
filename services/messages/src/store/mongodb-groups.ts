import type { Collection, UpdateFilter } from 'mongodb'
import { MongoServerError } from 'mongodb'
import type { GroupState } from '../groups/group-state.ts'
import { groupStateOf, membersSince, storedGroup } from '../groups/stored-group.ts'
import type { ConversationDocument, InviteDocument } from './mongodb-collections.ts'
import type { InviteStore, StoredInvite } from './store.ts'

const maxTries = 20
const duplicateKey = 11_000

/** See `Store.group`. */
export async function mongodbGroup(
  conversations: Collection<ConversationDocument>,
  conversation: string,
): Promise<GroupState | undefined> {
  const found = await conversations.findOne({ _id: conversation }, { projection: { group: 1 } })
  return found?.group && groupStateOf(found.group)
}

/** See `Store.putGroup`. What is stored is what it was when it was looked at, or it is looked at again. */
export async function mongodbPutGroup(
  conversations: Collection<ConversationDocument>,
  group: GroupState,
): Promise<void> {
  const { conversation: _id, seq } = group
  for (let tries = 0; tries < maxTries; tries++) {
    const found = await conversations.findOne({ _id }, { projection: { g: 1 } })
    const stored = found?.g ?? 0
    if (stored >= seq) return
    const update = updateOf(group, stored)
    if (found) {
      const { matchedCount } = await conversations.updateOne({ _id, g: stored }, update)
      if (matchedCount === 1) return
    } else if (await insert(conversations, _id, update)) return
  }
  throw new Error(`the group ${_id} changes faster than it can be stored`)
}

/** False where somebody else has made it. */
async function insert(
  conversations: Collection<ConversationDocument>,
  _id: string,
  update: UpdateFilter<ConversationDocument>,
): Promise<boolean> {
  try {
    const { upsertedCount } = await conversations.updateOne({ _id, g: 0 }, update, { upsert: true })
    return upsertedCount === 1
  } catch (error) {
    if (error instanceof MongoServerError && error.code === duplicateKey) return false
    throw error
  }
}

function updateOf(group: GroupState, stored: number): UpdateFilter<ConversationDocument> {
  const { seq, n, at } = group
  const { joined, left } = membersSince(group, stored)
  const reach = joined.map(([user, { since }]) => [
    `reach.${user}`,
    { readSeq: since.seq, readN: since.n, deliveredSeq: since.seq },
  ])
  // Whoever is back begins anew.
  const anew = [...left, ...joined.map(([user]) => user)]
  const gone = [...left.map((user) => `reach.${user}`), ...anew.map((user) => `own.${user}`)]
  const set = {
    members: [...group.members.keys()],
    g: seq,
    group: storedGroup(group),
    ...Object.fromEntries(reach),
  }
  return {
    $set: stored === 0 ? { ...set, pointers: {} } : set,
    $max: { 'head.seq': seq, 'head.n': n, 'head.at': at },
    ...(stored > 0 && gone.length > 0
      ? {
          $unset: Object.fromEntries(gone.map((path) => [path, ''])),
          $pull: { pinnedBy: { $in: anew }, archivedBy: { $in: anew } },
        }
      : {}),
  }
}

/** See `InviteStore`. */
export function mongodbInvites(
  invites: Collection<InviteDocument>,
  asked: <T>(work: () => Promise<T>) => Promise<T>,
): InviteStore {
  return {
    putInvite: ({ token, ...invite }) =>
      asked(
        async () =>
          void (await invites.updateOne({ _id: token }, { $setOnInsert: invite }, { upsert: true })),
      ),
    invite: (token) =>
      asked(async () => {
        const found = await invites.findOne({ _id: token })
        return found ? inviteOf(found) : undefined
      }),
    invitesOf: (conversation) =>
      asked(async () => (await invites.find({ conversation }).sort({ at: -1 }).toArray()).map(inviteOf)),
    useInvite: (token, now) =>
      asked(async () => {
        const invite = await invites.findOne({ _id: token })
        if (!invite || (invite.until ?? Infinity) <= now) return false
        const isOpen = invite.most === undefined ? {} : { used: { $lt: invite.most } }
        const { matchedCount } = await invites.updateOne({ _id: token, ...isOpen }, { $inc: { used: 1 } })
        return matchedCount === 1
      }),
    removeInvite: (conversation, token) =>
      asked(async () => void (await invites.deleteOne({ _id: token, conversation }))),
  }
}

function inviteOf({ _id: token, ...invite }: InviteDocument): StoredInvite {
  return { token, ...invite }
}
