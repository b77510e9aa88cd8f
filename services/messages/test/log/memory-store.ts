import { isArchived, isPinned, type Own, type Saved } from '@parley/contracts'
import { consecutive } from '../../src/store/consecutive.ts'
import { asTheyAre } from '@parley/contracts'
import { laterHead } from '../../src/heads/later-head.ts'
import { type Changed, type LogRecord, toEntry } from '../../src/store/log-record.ts'
import type { GroupState } from '../../src/groups/group-state.ts'
import { membersSince } from '../../src/groups/stored-group.ts'
import type {
  Lane,
  LogEnd,
  OwnChange,
  Place,
  Store,
  StoredConversation,
  StoredInvite,
} from '../../src/store/store.ts'
import { memoryBlocks } from './memory-blocks.ts'
import { memoryReports } from './memory-reports.ts'

/** What a store must do, as plainly as it can be said: for tests that break it thousands of times. */
export class MemoryStore implements Store {
  readonly exclusive = false
  readonly name = 'memory'
  readonly blocks = memoryBlocks()
  readonly reports = memoryReports()
  readonly entries: LogRecord[] = []
  readonly laneDocuments = new Map<string, Lane>()
  readonly conversations = new Map<string, StoredConversation & { members: readonly string[] }>()
  readonly groups = new Map<string, GroupState>()
  readonly invites = new Map<string, StoredInvite>()
  saved: Saved[] = []
  readonly #byPlace = new Map<string, LogRecord>()
  readonly #bySeq = new Map<string, LogRecord>()
  readonly #byClientId = new Map<string, LogRecord>()
  readonly #replaced = new Set<LogRecord>()

  async open() {}
  async ping() {}
  async close() {}

  async openLane(id: string) {
    if (this.laneDocuments.has(id)) throw new Error('there is such a lane')
    this.laneDocuments.set(id, { id, done: 0, applied: 0, beat: 0 })
  }
  async touchLane(lane: Lane) {
    if (!this.laneDocuments.has(lane.id)) return false
    this.laneDocuments.set(lane.id, { ...lane })
    return true
  }
  async lanes() {
    return [...this.laneDocuments.values()].map((lane) => ({ ...lane }))
  }
  async removeLane(id: string) {
    this.laneDocuments.delete(id)
  }
  async readLane(id: string, after: number, limit: number) {
    const found: LogRecord[] = []
    for (let w = after + 1; w <= after + limit; w++) {
      const record = this.#byPlace.get(`${id} ${w}`)
      if (!record) break
      found.push({ ...record })
    }
    return found
  }

  /** One record; false where it breaks an index. */
  insertOne(record: LogRecord): boolean {
    const { lane, w, conversation, seq, by, clientId } = record
    const keys: [Map<string, LogRecord>, string][] = [
      [this.#byPlace, `${lane} ${w}`],
      [this.#bySeq, `${conversation} ${seq}`],
      [this.#byClientId, `${conversation} ${by} ${clientId}`],
    ]
    if (keys.some(([index, key]) => index.has(key))) return false
    const kept = { ...record }
    for (const [index, key] of keys) index.set(key, kept)
    this.entries.push(kept)
    return true
  }
  async insert(records: LogRecord[]) {
    const at = records.findIndex((record) => !this.insertOne(record))
    return at === -1 ? { kind: 'written' as const } : { kind: 'stopped' as const, at }
  }
  async logEnds(conversations: string[]) {
    const ends = new Map<string, LogEnd>()
    for (const { conversation, seq, n, at, g } of this.entries) {
      if (!conversations.includes(conversation) || (ends.get(conversation)?.seq ?? 0) > seq) continue
      ends.set(conversation, { seq, n, at, ...(g === undefined ? {} : { g }) })
    }
    return ends
  }
  async byClientId(conversation: string, by: string, clientId: string) {
    return this.#byClientId.get(`${conversation} ${by} ${clientId}`)
  }
  async bySeq(conversation: string, seq: number) {
    return this.#bySeq.get(`${conversation} ${seq}`)
  }
  async changes(conversation: string, after: number, limit: number) {
    const found = this.entries.filter((e) => e.conversation === conversation && e.seq > after)
    return consecutive(found, after + 1, ({ seq }) => seq)
      .slice(0, limit)
      .map(toEntry)
  }
  async messages(conversation: string, from: number, to: number) {
    const found = this.entries.filter(
      (e) => e.conversation === conversation && e.kind === 'message' && e.n >= from && e.n <= to,
    )
    return consecutive(found, from, ({ n }) => n).map(toEntry)
  }
  async numbered(conversation: string, numbers: readonly number[]) {
    const all = await Promise.all(
      numbers.map(async (n) =>
        asTheyAre(await this.messages(conversation, n, n), await this.changesOf(conversation, n, n)),
      ),
    )
    return all.flat()
  }
  async changesOf(conversation: string, from: number, to: number) {
    return this.entries
      .filter((e) => e.conversation === conversation && !this.#replaced.has(e))
      .filter(({ of = 0 }) => of >= from && of <= to)
      .map(toEntry)
  }
  async versions(conversation: string, n: number, limit: number) {
    const isOf = (e: LogRecord) => (e.kind === 'edit' && e.of === n) || (e.kind === 'message' && e.n === n)
    return this.entries
      .filter((e) => e.conversation === conversation && isOf(e))
      .toSorted((one, other) => other.seq - one.seq)
      .slice(0, limit)
      .map(toEntry)
  }
  async settle({ conversation, n }: Changed) {
    const all = this.entries.filter((e) => e.conversation === conversation)
    const isDeleted = all.some(({ kind, of }) => kind === 'delete' && of === n)
    const edits = all.filter(({ kind, of }) => kind === 'edit' && of === n)
    const newest = Math.max(...edits.map(({ seq }) => seq))
    for (const edit of edits) if (isDeleted || edit.seq < newest) this.#replaced.add(edit)
    const reactions = all.filter(({ kind, of }) => of === n && (kind === 'react' || kind === 'unreact'))
    for (const one of reactions) {
      const isReplaced = reactions.some((e) => e.by === one.by && e.text === one.text && e.seq > one.seq)
      if (isDeleted || isReplaced || one.kind === 'unreact') this.#replaced.add(one)
    }
    const pins = all.filter(({ kind, of }) => of === n && (kind === 'pin' || kind === 'unpin'))
    for (const one of pins)
      if (isDeleted || one.kind === 'unpin' || pins.some(({ seq }) => seq > one.seq)) this.#replaced.add(one)
    const message = all.filter((e) => e.kind === 'message' && e.n === n)
    const texts = isDeleted ? [...edits, ...reactions, ...message] : []
    for (const record of texts) delete record.text
    if (isDeleted) this.saved = this.saved.filter((e) => e.conversation !== conversation || e.n !== n)
    return isDeleted
  }
  async pinnedNumbers(conversation: string) {
    const pins = this.entries.filter(
      (e) => e.conversation === conversation && e.kind === 'pin' && !this.#replaced.has(e),
    )
    return [...new Set(pins.toSorted((one, other) => other.seq - one.seq).flatMap(({ of }) => of ?? []))]
  }
  #isDeleted({ conversation, n }: LogRecord): boolean {
    return this.entries.some((e) => e.conversation === conversation && e.kind === 'delete' && e.of === n)
  }
  async newest(range: Parameters<Store['newest']>[0], limit: number) {
    const found = this.entries
      .filter(inRange(range))
      .filter((e) => !this.#isDeleted(e))
      .toSorted((one, other) => other.n - one.n)
    return found.slice(0, limit).map(toEntry)
  }
  async mentioning(ranges: Parameters<Store['count']>[0], limit: number) {
    const found = ranges.flatMap((range) =>
      this.entries.filter(inRange(range)).filter(({ text, mentions = [] }) => {
        const isMentioned = mentions.includes(range.notBy) || mentions.includes('*')
        return isMentioned && text !== undefined
      }),
    )
    return found
      .toSorted((one, other) => other.at - one.at)
      .slice(0, limit)
      .map(toEntry)
  }
  async count(ranges: Parameters<Store['count']>[0], limit: number) {
    return ranges.map((range) => {
      const found = this.entries.filter(inRange(range)).filter((e) => !this.#isDeleted(e))
      return Math.min(limit, found.length)
    })
  }

  async conversationIds(after: string, limit: number) {
    return [...this.conversations.keys()]
      .filter((id) => id > after)
      .toSorted()
      .slice(0, limit)
  }
  async find(ids: string[], user?: string) {
    const found = ids.flatMap((id) => this.conversations.get(id) ?? [])
    return new Map(found.map((each) => [each.conversation, plain(each, user)]))
  }
  async conversationsOf(
    user: string,
    { before = Infinity, limit, place = 'all' }: { before?: number; limit: number; place?: Place },
  ) {
    return [...this.conversations.values()]
      .filter(({ members, head }) => members.includes(user) && head.at > 0 && head.at < before)
      .filter((each) => place === 'all' || placeOf(each, user) === place)
      .toSorted((one, other) => other.head.at - one.head.at)
      .slice(0, limit)
      .map((each) => plain(each, user))
  }
  async behind(user: string, limit: number) {
    const all = await this.conversationsOf(user, { limit: Infinity })
    const isBehind = ({ head, pointers }: StoredConversation) =>
      pointers.some((pointer) => pointer.user === user && pointer.readN < head.n)
    return all.filter(isBehind).slice(0, limit)
  }
  async move({ heads, pointers }: Parameters<Store['move']>[0]) {
    for (const { conversation, members, head } of heads) {
      const known = this.#ensure(conversation, members)
      if (!known) continue
      known.head = laterHead(head, known.head)
    }
    for (const { conversation, members, user, readSeq, readN, deliveredSeq } of pointers) {
      const pointer = this.#ensure(conversation, members)?.pointers.find((each) => each.user === user)
      if (!pointer) continue
      pointer.readSeq = Math.max(pointer.readSeq, readSeq)
      pointer.readN = Math.max(pointer.readN, readN)
      pointer.deliveredSeq = Math.max(pointer.deliveredSeq, deliveredSeq)
    }
  }

  async save(saved: Saved) {
    const isSame = ({ id, user, conversation, n }: Saved) =>
      id === saved.id || (user === saved.user && conversation === saved.conversation && n === saved.n)
    if (!this.saved.some(isSame)) this.saved.push({ ...saved })
  }
  async unsave({ user, conversation, n }: Pick<Saved, 'user' | 'conversation' | 'n'>) {
    this.saved = this.saved.filter((e) => e.user !== user || e.conversation !== conversation || e.n !== n)
  }
  async savedBy(user: string, { before, limit }: { before?: string | undefined; limit: number }) {
    const own = this.saved.filter((e) => e.user === user && (before === undefined || e.id < before))
    return own.toSorted((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit)
  }
  async savedIn(user: string, { conversation, from, to }: Parameters<Store['savedIn']>[1]) {
    const own = this.saved.filter((e) => e.user === user && e.conversation === conversation)
    return own.map(({ n }) => n).filter((n) => n >= from && n <= to)
  }
  async savedCount(user: string) {
    return this.saved.filter((e) => e.user === user).length
  }
  async allSaved(after: string, limit: number) {
    const behind = this.saved.filter(({ id }) => id > after)
    return behind.toSorted((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit)
  }

  async arrange({ conversation, user, ...change }: OwnChange): Promise<Own | undefined> {
    const known = this.conversations.get(conversation)
    if (!known?.members.includes(user)) return undefined
    const before = known.owns?.find((each) => each.user === user) ?? { user, revision: 0 }
    const changed = Object.entries({ ...before, ...change, revision: before.revision + 1 })
    const { user: _, ...own } = Object.fromEntries(changed.filter(([, value]) => value !== null)) as Own & {
      user: string
    }
    known.owns = [...(known.owns ?? []).filter((each) => each.user !== user), { user, ...own }]
    return own
  }

  async group(conversation: string) {
    return this.groups.get(conversation)
  }
  async putGroup(group: GroupState) {
    const { conversation, seq, n, at } = group
    const stored = this.groups.get(conversation)?.seq ?? 0
    if (stored >= seq) return
    const { joined, left } = membersSince(group, stored)
    const before: StoredConversation = this.conversations.get(conversation) ?? {
      conversation,
      head: { seq: 0, n: 0, at: 0 },
      pointers: [],
    }
    const anew = new Set([...left, ...joined.map(([user]) => user)])
    const begun = joined.map(([user, { since }]) => ({
      user,
      readSeq: since.seq,
      readN: since.n,
      deliveredSeq: since.seq,
    }))
    this.groups.set(conversation, group)
    this.conversations.set(conversation, {
      conversation,
      members: [...group.members.keys()],
      head: laterHead({ seq, n, at }, before.head),
      pointers: [...before.pointers.filter(({ user }) => !anew.has(user)), ...begun],
      owns: (before.owns ?? []).filter(({ user }) => !anew.has(user)),
      g: seq,
    })
  }

  async putInvite(invite: StoredInvite) {
    if (!this.invites.has(invite.token)) this.invites.set(invite.token, { ...invite })
  }
  async invite(token: string) {
    return this.invites.get(token)
  }
  async invitesOf(conversation: string) {
    return [...this.invites.values()]
      .filter((invite) => invite.conversation === conversation)
      .toSorted((one, other) => other.at - one.at)
  }
  async useInvite(token: string, now: number) {
    const invite = this.invites.get(token)
    if (!invite || (invite.until ?? Infinity) <= now || invite.used >= (invite.most ?? Infinity)) return false
    invite.used += 1
    return true
  }
  async removeInvite(conversation: string, token: string) {
    if (this.invites.get(token)?.conversation === conversation) this.invites.delete(token)
  }

  async forgetOwns(user: string) {
    for (const known of this.conversations.values())
      if (known.owns) known.owns = known.owns.filter((each) => each.user !== user)
  }

  #ensure(conversation: string, members: readonly string[]) {
    let known = this.conversations.get(conversation)
    if (!known && members.length > 0) {
      const pointers = members.map((user) => ({ user, readSeq: 0, readN: 0, deliveredSeq: 0 }))
      known = { conversation, members, head: { seq: 0, n: 0, at: 0 }, pointers }
      this.conversations.set(conversation, known)
    }
    return known
  }
}

function inRange({ conversation, notBy, above, upTo }: Parameters<Store['newest']>[0]) {
  return (e: LogRecord) =>
    e.conversation === conversation && e.by !== notBy && e.kind === 'message' && e.n > above && e.n <= upTo
}

function placeOf({ head, owns = [] }: StoredConversation, user: string): Place {
  const own = owns.find((each) => each.user === user)
  return isPinned(own) ? 'pinned' : isArchived(own, head) ? 'archived' : 'listed'
}

function plain(
  { conversation, head, pointers, owns, g }: StoredConversation,
  user?: string,
): StoredConversation {
  const seen = user === undefined || g === undefined ? pointers : pointers.filter((one) => one.user === user)
  return {
    conversation,
    head,
    pointers: seen.map((pointer) => ({ ...pointer })),
    ...(g === undefined ? {} : { g }),
    ...(owns ? { owns: owns.map((own) => ({ ...own })) } : {}),
  }
}
