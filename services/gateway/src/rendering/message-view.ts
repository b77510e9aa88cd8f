import { directMembers, type Entry, type Person, type Pointer, type Reaction } from '@parley/contracts'
import type { MessageState, MessageView, QuoteView, ReactionView } from '../views/model.ts'

export interface Seen {
  /** Who looks at it. */
  viewer: string
  /** Those of its conversation. Without the other one, nothing leads to the message's own page. */
  people: ReadonlyMap<string, Person>
  /** The conversation's; without them one's own message is *sent*. */
  pointers?: readonly Pointer[]
  /** Messages that others are replies to. One that is not among them is shown as a message without words. */
  quotes?: readonly Entry[]
  /** Numbers of those that the viewer has saved. */
  saved?: readonly number[]
}

/** One message as it is, as one viewer sees it; undefined where nobody knows who wrote it. */
export function messageView(
  entry: Entry,
  { viewer, people, pointers = [], quotes = [], saved = [] }: Seen,
): MessageView | undefined {
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
    ...(entry.re === undefined
      ? {}
      : { quote: quoteView(entry, entry.re, { viewer, people, quotes, username }) }),
    ...(entry.pinned ? { pinned: true } : {}),
    ...(saved.includes(entry.n) ? { saved: true } : {}),
    ...(entry.forwarded ? { forwarded: true } : {}),
    ...(entry.reactions === undefined ? {} : { reactions: reactionViews(entry.reactions, viewer, people) }),
    ...(username === undefined ? {} : { url: `/messages/chat/${username}/${entry.n}/` }),
  }
}

function quoteView(
  { conversation }: Entry,
  n: number,
  {
    viewer,
    people,
    quotes,
    username,
  }: {
    viewer: string
    people: ReadonlyMap<string, Person>
    quotes: readonly Entry[]
    username: string | undefined
  },
): QuoteView {
  const quoted = quotes.find((entry) => entry.n === n && entry.conversation === conversation)
  const url = username === undefined ? {} : { url: placeInChat(username, n) }
  if (!quoted) return { n, author: '', text: '', ...url }
  const author = quoted.by === viewer ? 'You' : (people.get(quoted.by)?.displayName ?? '')
  const { text = '' } = quoted
  return { n, author, text, deleted: quoted.text === undefined, ...url }
}

/** Messages below it on the page that shows one where it stands. */
const shownBelow = 20

/** The address of a chat at one of its messages. */
export function placeInChat(username: string, n: number): string {
  return `/messages/chat/${username}/?before=${n + shownBelow}#m-${n}`
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
