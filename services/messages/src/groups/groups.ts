import { isGroup, ParleyError } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import type { LogRecord } from '../store/log-record.ts'
import type { Store } from '../store/store.ts'
import { type GroupState, groupAfter } from './group-state.ts'

/** Members of all groups that are remembered: some 200 bytes each. */
const rememberedMembers = 300_000

/**
 * Groups as their logs make them. A state as of one entry never changes, so what is known here is never wrong, only old:
 * whoever asks says as of which entry at least it has to be.
 */
export class Groups {
  readonly #store: Store
  readonly #known = new LRUCache<string, GroupState>({
    maxSize: rememberedMembers,
    sizeCalculation: ({ members, former }) => 1 + members.size + former.size,
  })
  /** Written here, and not known to be stored. */
  readonly #unsettled = new Map<string, number>()
  readonly #loading = new Map<string, Promise<GroupState | undefined>>()

  constructor(store: Store) {
    this.#store = store
  }

  /** The newest state that is known here. */
  peek(conversation: string): GroupState | undefined {
    return this.#known.get(conversation)
  }

  learn(state: GroupState): void {
    if ((this.peek(state.conversation)?.seq ?? 0) < state.seq) this.#known.set(state.conversation, state)
  }

  /** It was written here a moment ago. */
  wrote(state: GroupState): void {
    this.#unsettled.set(state.conversation, state.seq)
    this.learn(state)
  }

  /** Resolves when what was written here of a group is stored. */
  async settled(conversation: string): Promise<void> {
    const seq = this.#unsettled.get(conversation)
    if (seq !== undefined) await this.settle(conversation, seq)
  }

  /** A state as of the entry `seq` or a later one; undefined where it is no group. @throws ParleyError UNAVAILABLE */
  async atLeast(conversation: string, seq: number): Promise<GroupState | undefined> {
    if (!isGroup(conversation)) return undefined
    const known = this.peek(conversation)
    if (known && known.seq >= seq) return known
    const key = `${conversation} ${seq}`
    let loading = this.#loading.get(key)
    if (!loading) {
      loading = this.#load(conversation, seq).finally(() => this.#loading.delete(key))
      this.#loading.set(key, loading)
    }
    return await loading
  }

  /** Resolves when what an entry says of a group is stored, so that lists and pointers have it. May be repeated. */
  async settle(conversation: string, seq: number): Promise<void> {
    const state = await this.atLeast(conversation, seq)
    if (!state) return
    await this.#store.putGroup(state)
    if ((this.#unsettled.get(conversation) ?? Infinity) <= state.seq) this.#unsettled.delete(conversation)
  }

  /** What was written is stored soon after: what is not yet is read from the log. */
  async #load(conversation: string, seq: number): Promise<GroupState | undefined> {
    const stored = await this.#store.group(conversation)
    const from = stored?.seq ?? 0
    let state = stored
    for (const record of await this.#between(conversation, from, seq)) state = groupAfter(state, record)
    if (!state) return undefined
    if (state.seq > from) await this.#store.putGroup(state)
    this.learn(state)
    return this.peek(conversation)
  }

  /** The entries of kind `members` after one up to another, oldest first: each entry names the last of them. */
  async #between(conversation: string, from: number, to: number): Promise<LogRecord[]> {
    const found: LogRecord[] = []
    for (let seq = to; seq > from; ) {
      const record = await this.#entry(conversation, seq)
      found.unshift(record)
      seq = seq === 1 ? 0 : ((await this.#entry(conversation, seq - 1)).g ?? 0)
    }
    return found
  }

  async #entry(conversation: string, seq: number): Promise<LogRecord> {
    const record = await this.#store.bySeq(conversation, seq)
    if (!record) throw new ParleyError('UNAVAILABLE')
    return record
  }
}
