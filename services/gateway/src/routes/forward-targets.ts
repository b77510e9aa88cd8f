import { directConversation, groupConversation, limits, messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { knownError } from '../errors/known-error.ts'
import type { Viewer } from '../sessions/viewer.ts'
import type { TargetView } from '../views/model.ts'
import type { Fields } from './bodies.ts'
import { groupView, personView } from './conversation-views.ts'
import { isGroupId } from './group-param.ts'

/** A conversation to which a message is to be forwarded. */
export type ForwardTarget = TargetView

interface Asked {
  viewer: Viewer
  requestId: string
}

/**
 * To whom a form or a script forwards: usernames in `to`, ids of groups in `groups`, each as a list or as words; and, of the
 * boxes of a form, behind `to_` and `group_`. Each once, and none where one of them is not there.
 * @throws ParleyError INVALID, NOT_FOUND (fields `to` and `groups`), UNAVAILABLE
 */
export async function forwardTargets(
  app: FastifyInstance,
  { viewer, requestId }: Asked,
  fields: Fields,
): Promise<ForwardTarget[]> {
  const names = new Set(namedIn(fields, 'to', 'to_').map(usernameOf))
  const groups = new Set(namedIn(fields, 'groups', 'group_').map(groupIdOf))
  if (names.size + groups.size > limits.forwardedAtOnce)
    throw new ParleyError('INVALID', `A message goes to ${limits.forwardedAtOnce} conversations at once.`, {
      field: 'to',
    })
  return await Promise.all([...[...names].map(personTarget), ...[...groups].map(groupTarget)])

  async function personTarget(name: string): Promise<ForwardTarget> {
    if (name === viewer.person.username)
      throw new ParleyError('INVALID', 'A conversation takes another person.', { field: 'to' })
    const words = `There is nobody called ${name}.`
    const person = await app.people.byUsername(name, requestId).catch(missing('to', words))
    return { conversation: directConversation(viewer.person.id, person.id), party: personView(person) }
  }

  /** Whoever is no member learns nothing of it. */
  async function groupTarget(id: string): Promise<ForwardTarget> {
    const conversation = groupConversation(id)
    const context = { actor: viewer.person.id, requestId }
    const there = app.call(messages.conversation, { conversation }, context)
    const { group } = await there.catch(missing('groups', noGroup))
    if (!group) throw new ParleyError('NOT_FOUND', noGroup, { field: 'groups' })
    return { conversation, party: groupView(conversation, group) }
  }
}

/** Whether an error is about to whom, rather than about what is forwarded. */
export function isAboutTargets({ field }: ParleyError): boolean {
  return field === 'to' || field === 'groups'
}

const noGroup = 'There is no such group among yours.'

function missing(field: string, words: string): (error: unknown) => never {
  return (error) => {
    if (knownError(error).code !== 'NOT_FOUND') throw error
    throw new ParleyError('NOT_FOUND', words, { field })
  }
}

function namedIn(fields: Fields, field: string, prefix: string): unknown[] {
  const given = fields[field] ?? ''
  const words: unknown = typeof given === 'string' ? given.split(/[\s,]+/) : given
  const listed: readonly unknown[] = Array.isArray(words) ? words : [words]
  const ticked = Object.keys(fields).flatMap((key) =>
    key.startsWith(prefix) ? [key.slice(prefix.length)] : [],
  )
  return [...listed, ...ticked].filter((name) => name !== '')
}

function usernameOf(value: unknown): string {
  const name = typeof value === 'string' ? value.toLowerCase() : ''
  if (/^[a-z0-9_]{3,30}$/.test(name)) return name
  throw new ParleyError('INVALID', 'to must be usernames', { field: 'to' })
}

function groupIdOf(value: unknown): string {
  if (typeof value === 'string' && isGroupId(value)) return value
  throw new ParleyError('INVALID', 'groups must be ids of groups', { field: 'groups' })
}
