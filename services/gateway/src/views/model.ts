/**
 * What the views take: plain data, already allowed for this viewer. All instants are ISO 8601 in UTC.
 * Views never fetch, never look at a clock (`chrome.now` is the clock) and escape everything.
 */
import type { Addressee } from './chat-address.ts'

/** The person who looks at the page. */
export interface Viewer {
  id: string
  username: string
  displayName: string
  isAdmin: boolean
}

/** Turns a logical asset name (`app.css`, `main.js`, `icons.svg`) into its hashed URL. */
export type AssetUrl = (name: string) => string

/** What every partial may need. A `Chrome` is one, so whoever renders pages has it. */
export interface RenderContext {
  assetUrl: AssetUrl
  /** ISO 8601 instant that counts as now. */
  now: string
}

/** What every page needs around its own content. */
export interface Chrome extends RenderContext {
  /** Null when nobody is logged in. */
  viewer: Viewer | null
  /** Goes into every form as `csrf_token` and into `<meta name="csrf-token">`. */
  csrfToken: string
  /** Bell and title count. Null when nobody is logged in. */
  bell: BellView | null
}

/** Whom a conversation is with. */
export type PartyView = PersonView | GroupView

/** A group, by the id that its addresses have. */
export interface GroupView {
  group: string
  displayName: string
  /** How many members it has; left out where it does not matter. */
  count?: number
}

export interface PersonView {
  username: string
  displayName: string
  /** Left out when unknown (presence is away) or not to be shown. */
  online?: boolean | undefined
  lastSeenAt?: string | undefined
  status?: StatusView | undefined
  /** The account is deleted: there is nobody to write to. */
  isDeleted?: boolean
}

/** What somebody says of themselves; at least one of emoji and text is not empty. */
export interface StatusView {
  emoji: string
  text: string
  /** Not to be shown from then on. */
  until?: string | undefined
}

/** `unknown`: the answer was unclear, so it is neither sent nor failed. `sending` and `failed` exist in browsers only. */
export type MessageState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown'

/** The message that another one is a reply to, shortly. */
export interface QuoteView {
  n: number
  /** As the viewer calls them. */
  author: string
  text: string
  deleted?: boolean
  /** Of a group, from before one came or while one was away: nothing is known of it. */
  unseen?: boolean
  /** By somebody whom the viewer blocks, in a group: neither it nor its author is shown. */
  folded?: boolean
  /** Where it stands in its chat. */
  url?: string
}

/** What people reacted with to a message. */
export interface ReactionView {
  emoji: string
  /** Whoever did, as the viewer calls them. */
  by: readonly { id: string; name: string }[]
  mine: boolean
}

/** One message as one viewer sees it. */
export interface MessageView {
  conversation: string
  seq: number
  n: number
  clientId: string
  mine: boolean
  author: PersonView
  text: string
  at: string
  /** How far it got. Shown on the viewer's own messages only. */
  state: MessageState
  edited?: boolean
  /** Then there is no text. */
  deleted?: boolean
  /** Not by who wrote it. */
  isTakenDown?: boolean
  reactions?: readonly ReactionView[]
  quote?: QuoteView
  /** For all of its conversation. */
  pinned?: boolean
  /** By the viewer, for themselves. */
  saved?: boolean
  /** Its author took it over from another conversation. */
  forwarded?: boolean
  /** Its own page, where one edits and deletes it and reads its versions. */
  url?: string
  /** Then others' have their author's face beside them. */
  ofGroup?: boolean
  /** Whom it mentions, by username, or `all`. */
  mentions?: readonly string[]
  mentionsViewer?: boolean
  /** By somebody whom the viewer blocks, in a group: shown when asked for. */
  folded?: boolean
}

/** Words and names in their order; names are whatever people call themselves. */
export type Sentence = readonly (string | { name: string })[]

/** What has become of a group, as a line between its messages. */
export interface MembershipView {
  conversation: string
  seq: number
  /** The number of the last message before it. */
  n: number
  at: string
  sentences: readonly Sentence[]
}

export interface PreviewView {
  text: string
  mine: boolean
  /** Who wrote it, in a group. */
  author?: string | undefined
  /** Then there is no text. */
  deleted?: boolean
  /** By somebody whom the viewer blocks, in a group. Then there is none either. */
  folded?: boolean
  at: string
}

/** How the viewer has arranged a conversation, as it is now. */
export interface OwnView {
  /** Grows with each change. */
  revision: number
  pinned: boolean
  archived: boolean
  muted: boolean
  /** Muted, but for mentions. */
  hearsMentions?: boolean
  /** Left out where it has no end. */
  mutedUntil?: string | undefined
  /** Marked as unread. */
  marked: boolean
}

/** One line of the inbox. */
export interface ConversationView {
  /** Id of the conversation, by which the browser finds the line. */
  conversation: string
  peer: PartyView
  preview: PreviewView | null
  /** When something last happened in it, where that is no message. */
  at?: string | undefined
  unread: number
  /** How many of these mention the viewer. */
  mentions?: number
  own?: OwnView | undefined
  /** The viewer blocks who it is with. */
  blocked?: boolean
}

export interface NotificationView {
  sender: PersonView
  /** Where it was written, if that is a group: then it stands in front. */
  group?: GroupView
  text: string
  at: string
  chatUrl: string
}

/** `count` may exceed the number of previews, of which there are at most five, newest first. */
export interface BellView {
  count: number
  messages: readonly NotificationView[]
  /** What mentions the viewer, newest first, also where all but mentions is muted; none of it is among `messages`. */
  mentions?: readonly NotificationView[]
  /** The ids of all whom the viewer blocks: of what they write in groups scripts tell nothing. */
  blocked?: readonly string[]
}

export interface InboxView {
  conversations: readonly ConversationView[]
  /** Whose chat is open beside the list, to mark it as current. */
  current?: Addressee | undefined
  /** Those that were put away, instead of the others. */
  archived?: boolean | undefined
  /** Where this is no first page: the `at` (milliseconds) below which it begins. */
  olderThan?: number | undefined
  /** To ask older ones with; null or left out where there are none. */
  before?: number | null | undefined
}

/** A page of history, oldest first. */
export interface HistoryView {
  peer: PartyView
  messages: readonly MessageView[]
  /** What became of a group between these messages. */
  lines?: readonly MembershipView[]
  /** One came later than the group's first messages, and sees none of these. */
  beginsLater?: boolean
  /** The `n` to ask older ones before; null when the beginning is reached. */
  before: number | null
}

export interface ChatView extends HistoryView {
  conversation: string
  conversations: readonly ConversationView[]
  own?: OwnView | undefined
  /** Nothing can be written in it. */
  closed: boolean
  /** The viewer blocks who it is with. */
  isPeerBlocked: boolean
  pinned: PinnedView
  /** Where one arranges it; left out while nothing was written. */
  arrangeUrl?: string | undefined
  /** The `n` of the first message that was unread as the page was asked for: the "new messages" line stands before it. */
  firstUnreadN: number | null
  /** True when `?before=` was asked for: newer messages exist that are not on this page. */
  isOlderPage: boolean
  /** The viewer's `readSeq` after this page counts as shown; goes into the form as `seen`. */
  seenSeq: number
  /** Fetched as an image where scripts are off: there, to be rendered is to be read. */
  seenUrl?: string | undefined
  /** Made anew for each page, so that a form sent twice is one message. */
  clientId: string
  /** What was typed, when a form without JavaScript was refused, and the number of the message that it was to be a reply to. */
  draft?: string | undefined
  replyTo?: number | undefined
  /** Why it was refused, in words of the error table. */
  problem?: string | undefined
}

/** The pinned messages of a conversation, the last pinned first; the `url` of each is its place in the chat. */
export interface PinnedView {
  to: Addressee
  messages: readonly MessageView[]
}

export interface PinnedPageView extends PinnedView {
  peer: PartyView
}

/** A message that the viewer has saved; its `url` is its place in the chat. */
export interface SavedRowView {
  message: MessageView
  /** Whom the conversation is with. */
  peer: PartyView
}

/** A page of what the viewer has saved, the last saved first. */
export interface SavedView {
  rows: readonly SavedRowView[]
  /** To ask older ones with; null where there are none. */
  older: string | null
  isFirst: boolean
}

/** One message by itself: what became of it, and what its author can do with it. */
export interface MessagePageView {
  peer: PartyView
  /** Who in a group has one's own message, or has not. */
  receipts?: readonly ReceiptsView[]
  message: MessageView
  /** Newest first. */
  versions: readonly { text: string; at: string }[]
  /** The chat, where the message stands. */
  chatUrl: string
  /** Nothing can be written in its conversation. */
  closed: boolean
  /** What leads everybody of the conversation there. */
  linkUrl: string
  /** Made anew for each page, so that a form sent twice is one change. */
  clientId: string
  /** What was typed, when a form was refused, and why. */
  draft?: string
  problem?: string
}

/** Whom or what one may write to, and where. */
export interface TargetView {
  conversation: string
  party: PartyView
}

/** A message, and to whom it can be forwarded without scripts. */
export interface ForwardPageView {
  peer: PartyView
  message: MessageView
  query: string
  chosen: readonly PartyView[]
  found: readonly PartyView[]
  /** Made anew for each message, so that a form sent twice is one message in each conversation. */
  clientId: string
  /** Why something was refused. */
  problem?: string
}

/** Members of a group who are equally far with a message. */
export interface ReceiptsView {
  words: string
  /** Some of them by name, of `count`. */
  names: readonly string[]
  count: number
}

/** One conversation, to be arranged without scripts. */
export interface ArrangePageView {
  peer: PartyView
  own: OwnView | undefined
  unread: number
  /** The viewer blocks who it is with. */
  isBlocked: boolean
  /** Where one came from, and the way back there. */
  from: string
  backUrl: string
  /** Why something was refused. */
  problem?: string
}

/** One person, to be blocked or unblocked. */
export interface BlockPageView {
  peer: PersonView
  isBlocked: boolean
  /** Where one came from, and the way back there. */
  from: string
  backUrl: string
}

/** A page of those whom the viewer blocks, the newest first. */
export interface BlockedView {
  people: readonly { person: PersonView; at: string }[]
  previousPage: number | null
  nextPage: number | null
  /** Somebody was just unblocked. */
  isDone: boolean
}

export interface PeopleView {
  query: string
  people: readonly PersonView[]
  /** Null where there is no such page. URLs are built by the view. */
  previousPage: number | null
  nextPage: number | null
}

export interface ProfileView {
  person: PersonView
  joinedAt?: string | undefined
  isSelf: boolean
  /** The viewer blocks this person. */
  isBlocked: boolean
}

/** One sentence per field that was refused, keyed by the field's name; `form` is for the form as a whole. */
export type FieldErrors = Partial<
  Record<
    | 'username'
    | 'display_name'
    | 'emoji'
    | 'status'
    | 'until'
    | 'current_password'
    | 'password'
    | 'invite'
    | 'reason'
    | 'words'
    | 'form',
    string
  >
>

export interface LoginView {
  username: string
  /** Where to go on to; a path on this site. Sent along as the hidden field `next`. */
  next: string
  errors: FieldErrors
  notice?: 'deleted' | 'ended' | 'logged-out' | 'needs-login' | 'password-changed' | undefined
  canSignUp: boolean
}

export interface SignupView {
  mode: 'open' | 'invite' | 'closed'
  username: string
  displayName: string
  invite: string
  next: string
  errors: FieldErrors
}

/** One session of the person who looks. */
export interface SessionView {
  /** Its digest. */
  session: string
  /** Empty where it is not known. */
  device: string
  begunAt?: string | undefined
  /** Exact to the hour. */
  usedAt: string
  isCurrent: boolean
}

export type * from './report-model.ts'
export type { SettingsView } from './settings-model.ts'

/** Statuses that have words of their own; anything else is shown as 500. */
export type ErrorStatus = 403 | 404 | 413 | 422 | 429 | 500 | 503

export interface ErrorView {
  status: ErrorStatus
  /** What it is called, where the status alone does not say it. */
  heading?: string | undefined
  /** Shown so that a person can name it to who runs this server. */
  requestId?: string | undefined
  /** For 429 and 503. */
  retryAfterSeconds?: number | undefined
  /** A public sentence that names the field (413, 422), instead of the general one. */
  detail?: string | undefined
}
