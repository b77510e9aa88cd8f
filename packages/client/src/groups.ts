import type { Group } from '@parley/contracts/groups'
import type { ClientEntry } from '@parley/contracts/socket'

const maxGroups = 20_000

/** The groups of this client's person, as far as this client was told. Only what is later counts. */
export class Groups {
  readonly #known = new Map<string, Group>()
  readonly #names = new Map<string, string>()

  of(conversation: string): Group | undefined {
    return this.#known.get(conversation)
  }

  /** Known also of groups of which nothing else is known yet. */
  nameOf(conversation: string): string | undefined {
    return this.of(conversation)?.name ?? this.#names.get(conversation)
  }

  learn(conversations: readonly { conversation: string; group?: Group }[]): void {
    for (const { conversation, group } of conversations) if (group) this.#put(conversation, group)
  }

  learnNames(groups: readonly { conversation: string; name: string }[]): void {
    for (const { conversation, name } of groups) keep(this.#names, conversation, name)
  }

  /** Something has become of a group. */
  apply({ conversation, seq, group: change }: ClientEntry, me: string | undefined): void {
    const group = this.of(conversation)
    if (group === undefined || change === undefined || seq <= group.seq) return
    const { name = group.name, about = group.about, history = group.history, members = [] } = change
    const gone = members.filter(({ role }) => role === null).length
    const come = members.filter(({ role, was }) => role !== null && was === undefined).length
    const role = members.find(({ user }) => user === me)?.role ?? group.role
    this.#put(conversation, { name, about, history, role, count: group.count + come - gone, seq })
  }

  forget(conversation: string): void {
    this.#known.delete(conversation)
    this.#names.delete(conversation)
  }

  #put(conversation: string, group: Group): void {
    if (group.seq < (this.of(conversation)?.seq ?? 0)) return
    keep(this.#known, conversation, group)
  }
}

/** The oldest is told anew when it is next needed. */
function keep<T>(map: Map<string, T>, conversation: string, value: T): void {
  map.delete(conversation)
  map.set(conversation, value)
  const [oldest] = map.keys()
  if (map.size > maxGroups && oldest !== undefined) map.delete(oldest)
}
