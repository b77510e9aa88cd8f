/** Bounds that people and clients meet; documented in docs/protocol.md. */
export const limits = {
  /** Characters (Unicode code points) of one message. */
  messageCharacters: 5_000,
  /** Bytes of one WebSocket frame from a client: 5,000 characters, each escaped as two \uXXXX, and room around. */
  frameBytes: 64 * 1024,
  /** Bytes of one HTTP body. */
  bodyBytes: 128 * 1024,
  /** Messages in one page of history, and entries in one answer to `changes`. */
  page: 200,
  /** Messages of one `send`. */
  sendBatch: 64,
  groupMembers: 1_000,
  groupNameCharacters: 100,
  groupAboutCharacters: 500,
  /** Invites of one group that let people in. */
  groupInvites: 20,
  /** People whom one message mentions. */
  mentions: 50,
  /** Above this, unread mentions are shown as "100+". */
  mentionsCounted: 100,
  /** Groups up to this size tell all members how far each has received and read; of greater ones it is asked for. */
  receiptMembers: 50,
  /** Conversations to which one message is forwarded at once. */
  forwardedAtOnce: 20,
  /** Kinds of emoji with which one message is reacted to. */
  reactionKinds: 20,
  /** Above this, unread is shown as "1,000+". */
  unreadCounted: 1_000,
  /** Conversations of one inbox page. */
  inboxPage: 200,
  /** Conversations whose heads a resuming client compares. */
  resumedConversations: 1_000,
  /** Previews in the notifications. */
  previews: 5,
  /** Characters of a preview. */
  previewCharacters: 120,
  /** Milliseconds for which somebody is shown as typing who was told of once. */
  typingShownMs: 5_000,
  /** Messages that one person can save, and of one answer that lists them. */
  saved: 1_000,
  savedPage: 50,
  /** Messages pinned in one conversation. */
  pinnedMessages: 50,
  /** Conversations that one person can pin. */
  pinned: 20,
  /** People whom one person can block. */
  blocked: 1_000,
  /** Reports of one person within 24 hours. */
  reportsADay: 20,
  /** Characters of what is said with a report, of an administrator’s note, and of each message beside a reported one. */
  reportCharacters: 1_000,
  /** Messages kept with a reported one: so many before it, and so many after it. */
  reportContext: 5,
  /** Milliseconds for which a conversation can be muted, if not without an end: a year. */
  muteMs: 31_536_000_000,
  /** Milliseconds after which whoever still types says so again. */
  typingRepeatMs: 3_000,
} as const
