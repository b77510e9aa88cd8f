import { directMembers, type Entry, type Person, type Pointer, type Reaction } from '@parley/contracts'
import type { MessageState, MessageView, ReactionView } from '../views/model.ts'

export interface Seen {
  /** Who looks at it. */
  viewer: string
  /** Those of its conversation. Without the other one, nothing leads to the message's own page. */
  people: ReadonlyMap<string, Person>
  /** The conversation's; without them one's own message is *sent*. */
  pointers?: readonly Pointer[]
}

/** One message as it is, as one viewer sees it; undefined where nobody knows who wrote it. */
export function messageView(entry: Entry, { viewer, people, pointers = [] }: Seen): MessageView | undefined {
  const author = people.get(entry.by)
  if (!author) return undefined
  const peer = membersOf(entry).find((member) => member !== viewer)
  const username = people.get(peer ?? '')?.username
  return {
    conversation: entry.conversation,
    seq: entry.seq,
    n: entry.n,
    clientId: entry.clientId,
    mine: entry.by === viewer,
    author: { username: author.username, displayName: author.displayName },
    text: entry.text ?? '',
    at: new Date(entry.at).toISOString(),
    state: messageState(entry, pointers),
    edited: entry.edited !== undefined,
    // Its text is gone before anybody is told by which entry.
    deleted: entry.deleted !== undefined || entry.text === undefined,
    ...(entry.reactions === undefined ? {} : { reactions: reactionViews(entry.reactions, viewer, people) }),
    ...(username === undefined ? {} : { url: `/messages/chat/${username}/${entry.n}/` }),
  }
}

function reactionViews(
  reactions: readonly Reaction[],
  viewer: string,
  people: ReadonlyMap<string, Person>,
): ReactionView[] {
  return reactions.map(({ emoji, by }) => ({
    emoji,
    by: by.map(({ user: id }) => ({
      id,
      name: id === viewer ? 'You' : (people.get(id)?.displayName ?? 'Somebody'),
    })),
    mine: by.some(({ user }) => user === viewer),
  }))
}

/** The two of an entry's conversation. */
export function membersOf({ conversation }: Entry): readonly string[] {
  return directMembers(conversation) ?? []
}

/** How far a message got: as far as the first of its author's companions. */
export function messageState(entry: Entry, pointers: readonly Pointer[]): MessageState {
  const others = pointers.filter(({ user }) => user !== entry.by)
  if (others.some(({ readSeq }) => readSeq >= entry.seq)) return 'read'
  if (others.some(({ deliveredSeq }) => deliveredSeq >= entry.seq)) return 'delivered'
  return 'sent'
}
