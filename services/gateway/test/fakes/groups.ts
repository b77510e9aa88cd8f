import { randomBytes } from 'node:crypto'
import type { Bus } from '@parley/bus'
import {
  type Entry,
  type Group,
  type GroupChange,
  groupConversation,
  type Invite,
  isBlank,
  ParleyError,
  type Role,
  socket,
} from '@parley/contracts'
import { FakeAnswers } from './answers.ts'
import { type FakeGroup, heirOf, requireRoom, roleAt } from './group.ts'
import { FakeInvites } from './invites.ts'

type Written = Pick<Entry, 'kind' | 'by' | 'clientId' | 'group'>

/** Puts an entry of kind `members` into a log. */
export type WriteMembers = (conversation: string, entry: Written) => Entry | Promise<Entry>

/**
 * Groups in memory: who is in them, what they may do there, and who else may come. With a log to write to, whoever keeps
 * that answers who the members are.
 */
export class FakeGroups {
  readonly answers: FakeAnswers
  /** By conversation. */
  readonly all = new Map<string, FakeGroup>()
  readonly invites = new FakeInvites()
  readonly #write: WriteMembers
  readonly #made = new Map<string, Promise<{ conversation: string; entry: Entry }>>()

  constructor(bus: Bus, write?: WriteMembers) {
    this.answers = new FakeAnswers(bus)
    this.#write = write ?? alone()
    if (!write) this.#answerMembers()
    this.#answerGroups()
    this.#answerChanges()
    this.#answerInvites()
  }

  /** Makes a group without asking anybody, the first of the users its owner, the next ones admins. */
  async add(
    name: string,
    users: readonly string[],
    more: Partial<Pick<FakeGroup, 'about' | 'history'>> & { clientId?: string; admins?: number } = {},
  ): Promise<FakeGroup & { entry: Entry }> {
    const { about = '', history = 'all', clientId = 'made', admins = 0 } = more
    const conversation = groupConversation(randomBytes(8).toString('hex'))
    const group: FakeGroup = { conversation, name, about, history, members: new Map(), seq: 0 }
    this.all.set(conversation, group)
    const members = users.map((user, i) => ({ user, role: roleAt(i, admins) }))
    const [by = ''] = users
    const entry = await this.#append(group, { by, clientId }, { name, about, history, members })
    return Object.assign(group, { entry })
  }

  /** As a member finds it. @throws NOT_FOUND */
  of(conversation: string, user: string): { group: FakeGroup; role: Role; seen: Group } {
    const group = this.all.get(conversation)
    const role = group?.members.get(user)
    if (!group || !role) throw new ParleyError('NOT_FOUND')
    const { name, about, history, seq } = group
    return { group, role, seen: { name, about, history, count: group.members.size, role, seq } }
  }

  #answerGroups(): void {
    const { createGroup, changeGroup } = socket.groupOperations
    this.answers.answer(
      createGroup,
      async ({ clientId, name, about = '', history = 'joining', users }, actor) => {
        const key = `${actor} ${clientId}`
        const known = this.#made.get(key)
        if (known) return await known
        if (isBlank(name)) throw new ParleyError('INVALID', 'A group needs a name.', { field: 'name' })
        const all = [...new Set([actor, ...users])]
        const making = this.add(name.trim(), all, { about, history, clientId })
        this.#made.set(key, making)
        return await making
      },
    )
    this.answers.answer(changeGroup, async ({ conversation, clientId, name, about, history }, actor) => {
      const { group } = this.#asAdmin(conversation, actor, 'change the group')
      if (name !== undefined && isBlank(name))
        throw new ParleyError('INVALID', 'A group needs a name.', { field: 'name' })
      const change: GroupChange = {}
      if (name !== undefined && name !== group.name) change.name = name
      if (about !== undefined && about !== group.about) change.about = about
      if (history !== undefined && history !== group.history) change.history = history
      if (Object.keys(change).length === 0) return {}
      return { entry: await this.#append(group, { by: actor, clientId }, change) }
    })
  }

  #answerMembers(): void {
    this.answers.answer(socket.groupOperations.members, ({ conversation }, actor) => {
      const { group, seen } = this.of(conversation, actor)
      const all = [...group.members].map(([user, role]) => ({ user, role, since: 1 }))
      const pointers = all.map(({ user }) => ({ user, readSeq: 0, readN: 0, deliveredSeq: 0 }))
      return { group: seen, members: all, pointers }
    })
  }

  #answerChanges(): void {
    const { addMembers, removeMember, changeRole } = socket.groupOperations
    this.answers.answer(addMembers, async ({ conversation, clientId, users }, actor) => {
      const { group } = this.#asAdmin(conversation, actor, 'add people')
      const added = users.filter((user) => !group.members.has(user))
      requireRoom(group, added.length)
      if (added.length === 0) return {}
      const change = { members: added.map((user) => ({ user, role: 'member' as const })) }
      return { entry: await this.#append(group, { by: actor, clientId }, change) }
    })
    this.answers.answer(removeMember, async ({ conversation, clientId, user }, actor) => {
      const { group, role } = this.of(conversation, actor)
      const theirs = group.members.get(user)
      if (!theirs) return {}
      if (user !== actor) this.#asAdmin(conversation, actor, 'remove people')
      if (user !== actor && theirs !== 'member' && role !== 'owner')
        throw new ParleyError('FORBIDDEN', 'Only the owner can remove an admin.', { field: 'user' })
      const heir = user === actor && role === 'owner' ? heirOf(group) : undefined
      const change = {
        members: [{ user, role: null }, ...(heir ? [{ user: heir, role: 'owner' as const }] : [])],
      }
      return { entry: await this.#append(group, { by: actor, clientId }, change) }
    })
    this.answers.answer(changeRole, async ({ conversation, clientId, user, role: wanted }, actor) => {
      const { group, role } = this.of(conversation, actor)
      const theirs = group.members.get(user)
      if (!theirs)
        throw new ParleyError('INVALID', 'This person is no member of the group.', { field: 'user' })
      if (theirs === wanted) return {}
      if (role !== 'owner')
        throw new ParleyError('FORBIDDEN', 'Only the owner of a group can change what people may do.')
      if (user === actor)
        throw new ParleyError('INVALID', 'A group needs an owner: make somebody else the owner.', {
          field: 'user',
        })
      const before = wanted === 'owner' ? [{ user: actor, role: 'admin' as const }] : []
      const change = { members: [{ user, role: wanted }, ...before] }
      return { entry: await this.#append(group, { by: actor, clientId }, change) }
    })
  }

  #answerInvites(): void {
    const { createInvite, invites, endInvite, invitation, join } = socket.groupOperations
    const what = 'see and make its invite links'
    this.answers.answer(createInvite, ({ conversation, clientId, forMs, most }, actor) => {
      this.#asAdmin(conversation, actor, what)
      return { invite: this.invites.make(conversation, { by: actor, clientId, forMs, most }) }
    })
    this.answers.answer(invites, ({ conversation }, actor) => {
      this.#asAdmin(conversation, actor, what)
      return { invites: this.invites.of(conversation) }
    })
    this.answers.answer(endInvite, ({ conversation, token }, actor) => {
      this.#asAdmin(conversation, actor, what)
      this.invites.end(conversation, token)
      return {}
    })
    this.answers.answer(invitation, ({ token }, actor) => {
      const { group, invite } = this.#invited(token)
      const { conversation, name, about, members } = group
      const until = invite.until === undefined ? {} : { until: invite.until }
      return {
        conversation,
        name,
        about,
        count: members.size,
        by: invite.by,
        ...until,
        isMember: members.has(actor),
      }
    })
    this.answers.answer(join, async ({ token, clientId }, actor) => {
      const { group, invite } = this.#invited(token)
      const { conversation } = group
      if (group.members.has(actor)) return { conversation }
      requireRoom(group, 1)
      invite.used += 1
      const change = { members: [{ user: actor, role: 'member' as const }], invited: true as const }
      return { conversation, entry: await this.#append(group, { by: actor, clientId }, change) }
    })
  }

  #invited(token: string): { group: FakeGroup; invite: Invite } {
    const { conversation, invite } = this.invites.find(token)
    const group = this.all.get(conversation)
    if (!group || group.members.size === 0) throw new ParleyError('NOT_FOUND')
    return { group, invite }
  }

  #asAdmin(conversation: string, user: string, what: string): { group: FakeGroup; role: Role } {
    const found = this.of(conversation, user)
    if (found.role === 'member')
      throw new ParleyError('FORBIDDEN', `Only the owner and admins of a group can ${what}.`)
    return found
  }

  async #append(
    group: FakeGroup,
    { by, clientId }: Pick<Entry, 'by' | 'clientId'>,
    change: GroupChange,
  ): Promise<Entry> {
    const { members = [], invited: _, ...settings } = change
    const written: Written = { kind: 'members', by, clientId, group: change }
    const entry = await this.#write(group.conversation, written)
    Object.assign(group, settings, { seq: entry.seq })
    for (const { user, role } of members) {
      if (role === null) group.members.delete(user)
      else group.members.set(user, role)
    }
    return entry
  }
}

/** Numbers entries where there is no log. */
function alone(): WriteMembers {
  const seqs = new Map<string, number>()
  return (conversation, written) => {
    const seq = (seqs.get(conversation) ?? 0) + 1
    seqs.set(conversation, seq)
    return entryOf(conversation, seq, written)
  }
}

function entryOf(conversation: string, seq: number, written: Written): Entry {
  return { conversation, seq, n: 0, at: Date.now(), ...written }
}
