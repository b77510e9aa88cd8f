import { type Entry, isGroup, type Person, type Pointer, type Reaction } from '@parley/contracts'
import { type Addressee, messageUrl, placeInChat } from '../views/chat-address.ts'
import { isMentioned } from '../views/is-mentioned.ts'
import type { MessageState, MessageView, QuoteView, ReactionView } from '../views/model.ts'
import { addresseeOf } from './addressee.ts'
import { mentionNames } from './mention-names.ts'

export interface Seen {
  /** Who looks at it. */
  viewer: string
  /** Those whom it names, and the other one of two. Without that one, nothing leads to the message's own page. */
  people: ReadonlyMap<string, Person>
  /** The conversation's; without them one's own message is *sent*. */
  pointers?: readonly Pointer[]
  /** Messages that others are replies to. One of a group that is not among them is one that this person cannot see. */
  quotes?: readonly Entry[]
  /** Numbers of those that the viewer has saved. */
  saved?: readonly number[]
  /** Whom the viewer blocks: what they wrote in groups is folded. */
  blocked?: ReadonlySet<string>
}

/** One message as it is, as one viewer sees it; undefined where nobody knows who wrote it. */
export function messageView(
  entry: Entry,
  { viewer, people, pointers = [], quotes = [], saved = [], blocked = new Set() }: Seen,
): MessageView | undefined {
  const author = people.get(entry.by)
  if (!author) return undefined
  const to = addresseeOf(entry.conversation, viewer, people)
  const isFolded = isGroup(entry.conversation) && blocked.has(entry.by)
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
    ...(entry.deleted && entry.deleted.by !== entry.by ? { isTakenDown: true } : {}),
    ...(entry.mentions === undefined ? {} : { mentions: mentionNames(entry, people) }),
    ...(isMentioned(entry, viewer) && !isFolded ? { mentionsViewer: true } : {}),
    ...(isFolded ? { folded: true } : {}),
    ...(entry.re === undefined
      ? {}
      : { quote: quoteView(entry, entry.re, { viewer, people, quotes, blocked, to }) }),
    ...(entry.pinned ? { pinned: true } : {}),
    ...(saved.includes(entry.n) ? { saved: true } : {}),
    ...(entry.forwarded ? { forwarded: true } : {}),
    ...(entry.reactions === undefined ? {} : { reactions: reactionViews(entry.reactions, viewer, people) }),
    ...(to === undefined ? {} : { url: messageUrl(to, entry.n) }),
    ...(to !== undefined && 'group' in to ? { ofGroup: true } : {}),
  }
}

function quoteView(
  { conversation }: Entry,
  n: number,
  {
    viewer,
    people,
    quotes,
    blocked,
    to,
  }: Required<Omit<Seen, 'pointers' | 'saved'>> & { to: Addressee | undefined },
): QuoteView {
  const quoted = quotes.find((entry) => entry.n === n && entry.conversation === conversation)
  if (!quoted && to !== undefined && 'group' in to) return { n, author: '', text: '', unseen: true }
  const url = to === undefined ? {} : { url: placeInChat(to, n) }
  if (!quoted) return { n, author: '', text: '', ...url }
  if (isGroup(conversation) && blocked.has(quoted.by))
    return { n, author: '', text: '', folded: true, ...url }
  const author = quoted.by === viewer ? 'You' : (people.get(quoted.by)?.displayName ?? '')
  const { text = '' } = quoted
  return { n, author, text, deleted: quoted.text === undefined, ...url }
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

/** How far a message got: as far as the last of its author's companions, as far as that is told. */
export function messageState(entry: Entry, pointers: readonly Pointer[]): MessageState {
  const others = pointers.filter(({ user }) => user !== entry.by)
  if (others.length === 0) return 'sent'
  if (others.every(({ readSeq }) => readSeq >= entry.seq)) return 'read'
  return others.every(({ deliveredSeq }) => deliveredSeq >= entry.seq) ? 'delivered' : 'sent'
}
