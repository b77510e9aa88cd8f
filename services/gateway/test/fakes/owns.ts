import {
  type Arrangement,
  type Conversation,
  forever,
  type InputOf,
  isArchived,
  isMuted,
  isPinned,
  limits,
  type messages,
  type Own,
  ParleyError,
} from '@parley/contracts'

/** How people have arranged their conversations, in memory. */
export class FakeOwns {
  readonly #owns = new Map<string, Own>()

  of(conversation: string, user: string): Own | undefined {
    return this.#owns.get(`${conversation} ${user}`)
  }

  arrange(found: Conversation, user: string, { pinned, archived, mute, unread }: Arrangement): Own {
    const { conversation, head, pointers } = found
    const own: Own = { revision: 0, ...this.of(conversation, user) }
    own.revision += 1
    if (head.seq === 0) throw new ParleyError('NOT_FOUND')
    if (pinned === true && this.#pinnedBy(user) >= limits.pinned)
      throw new ParleyError('CONFLICT', 'You can pin 20 conversations: unpin another one first.')
    if (pinned === true) own.pinned = true
    if (pinned === false || archived === true) delete own.pinned
    if (archived === true) own.archivedN = head.n
    if (archived === false || pinned === true) delete own.archivedN
    if (mute === 'off') delete own.mutedUntil
    else if (mute !== undefined) own.mutedUntil = typeof mute === 'number' ? Date.now() + mute : forever
    if (mute === 'mentions') own.hearsMentions = true
    else if (mute !== undefined) delete own.hearsMentions
    if (unread === true) own.markedSeq = pointers.find((each) => each.user === user)?.readSeq ?? 0
    if (unread === false) delete own.markedSeq
    this.#owns.set(`${conversation} ${user}`, own)
    return own
  }

  /** What reading does, where it is marked as unread. */
  unmark(conversation: string, user: string): Own | undefined {
    const { markedSeq, ...own } = this.of(conversation, user) ?? { revision: 0 }
    if (markedSeq === undefined) return undefined
    const unmarked = { ...own, revision: own.revision + 1 }
    this.#owns.set(`${conversation} ${user}`, unmarked)
    return unmarked
  }

  /** One page of a list: what is pinned first and beside the limit, or what is archived alone. */
  listed(
    all: Conversation[],
    { archived = false, before, limit = limits.inboxPage }: InputOf<typeof messages.conversations>,
  ): { conversations: Conversation[]; more: boolean } {
    const wanted = all.filter(({ own, head }) => isArchived(own, head) === archived)
    const pinned = before === undefined ? wanted.filter(({ own }) => isPinned(own)) : []
    const others = wanted.filter(({ own, head }) => !isPinned(own) && head.at < (before ?? Infinity))
    return { conversations: [...pinned, ...others.slice(0, limit)], more: others.length > limit }
  }

  /** What is not muted, and when the first of the others will not be. */
  heard<C extends { id: string }>(all: readonly C[], user: string): { heard: C[]; until?: number } {
    const now = Date.now()
    const heard = all.filter(({ id }) => !isMuted(this.of(id, user), now))
    const ends = all.flatMap(({ id }) => this.of(id, user)?.mutedUntil ?? []).filter((until) => until > now)
    return { heard, ...(ends.length > 0 ? { until: Math.min(...ends) } : {}) }
  }

  #pinnedBy(user: string): number {
    return [...this.#owns].filter(([key, own]) => key.endsWith(` ${user}`) && isPinned(own)).length
  }
}
