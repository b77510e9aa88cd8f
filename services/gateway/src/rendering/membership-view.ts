import type { Entry, GroupChange } from '@parley/contracts'
import type { MembershipView, Sentence } from '../views/model.ts'

type Member = NonNullable<GroupChange['members']>[number]

/** Of more people at once the rest is counted. */
const mostNames = 3

/** What an entry of kind `members` says, as one viewer reads it. `nameOf`: what somebody is called. */
export function membershipView(
  entry: Entry,
  { viewer, nameOf }: { viewer: string; nameOf: (user: string) => string },
): MembershipView {
  const { conversation, seq, n, at } = entry
  const names = new Names(viewer, nameOf)
  return { conversation, seq, n, at: new Date(at).toISOString(), sentences: sentencesOf(entry, names) }
}

/** Everybody whom an entry names. */
export function namedIn({ by, group }: Entry): string[] {
  return [by, ...(group?.members ?? []).map(({ user }) => user)]
}

function sentencesOf({ seq, by, group = {} }: Entry, names: Names): Sentence[] {
  if (seq === 1) return [[...names.subject(by), ' made the group']]
  const { members = [], name, about, history, invited } = group
  const all = invited ? [joined(members, names)] : membersOf(by, members, names)
  if (name !== undefined) all.push([...names.subject(by), ' named the group “', { name }, '”'])
  if (about !== undefined) all.push([...names.subject(by), ' changed what the group is about'])
  if (history !== undefined) all.push([...names.subject(by), newcomersSee[history]])
  return all
}

const newcomersSee = {
  all: ' changed what newcomers see: all messages',
  joining: ' changed what newcomers see: messages from when they come',
} as const

function joined(members: readonly Member[], names: Names): Sentence {
  return [...names.subjects(members.map(({ user }) => user)), ' joined by a link']
}

function membersOf(by: string, members: readonly Member[], names: Names): Sentence[] {
  const usersOf = (isWanted: (member: Member) => boolean) => members.filter(isWanted).map(({ user }) => user)
  const hasLeft = members.some(({ user, role }) => user === by && role === null)
  const removed = usersOf(({ user, role }) => role === null && user !== by)
  const owner = usersOf(({ role }) => role === 'owner')
  const admins = usersOf(({ user, role }) => role === 'admin' && !(owner.length > 0 && user === by))
  const demoted = usersOf(({ role, was }) => role === 'member' && was !== undefined)
  const added = usersOf(({ role, was }) => role === 'member' && was === undefined)
  const all: Sentence[] = []
  const did = (what: string, users: readonly string[], after = '') => {
    if (users.length > 0) all.push([...names.subject(by), what, ...names.objects(users), after])
  }
  if (hasLeft) all.push([...names.subject(by), ' left'])
  did(' removed ', removed)
  did(' added ', added)
  did(' made ', admins, admins.length > 1 ? ' admins' : ' an admin')
  if (demoted.length > 0)
    all.push([...names.subjects(demoted), names.verb(demoted, ' are', ' is'), ' no admin any more'])
  if (hasLeft && owner.length > 0)
    all.push([...names.subjects(owner), names.verb(owner, ' are', ' is'), ' the owner now'])
  else did(' made ', owner, ' the owner')
  return all
}

/** People as one viewer calls them, themselves "you". */
class Names {
  readonly #viewer: string
  readonly #nameOf: (user: string) => string

  constructor(viewer: string, nameOf: (user: string) => string) {
    this.#viewer = viewer
    this.#nameOf = nameOf
  }

  subject(user: string): Sentence {
    return this.subjects([user])
  }

  subjects(users: readonly string[]): Sentence {
    return this.#list(users, 'You')
  }

  objects(users: readonly string[]): Sentence {
    return this.#list(users, 'you')
  }

  /** "You are", "Ben is", "Ben and Cem are". */
  verb(users: readonly string[], many: string, one: string): string {
    return users.length > 1 || users[0] === this.#viewer ? many : one
  }

  #list(users: readonly string[], self: string): Sentence {
    const shown = users.slice(0, users.length > mostNames + 1 ? mostNames : users.length)
    const more = users.length - shown.length
    const words: Sentence[] = shown.map((user) => [
      user === this.#viewer ? self : { name: this.#nameOf(user) },
    ])
    if (more > 0) words.push([`${more} others`])
    return words.flatMap((word, i) => (i === 0 ? word : [i === words.length - 1 ? ' and ' : ', ', ...word]))
  }
}
