import { limits, ParleyError, type Person } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { knownError } from '../../errors/known-error.ts'
import type { PickedPerson } from '../../views/groups/model.ts'
import type { Fields } from '../bodies.ts'

/** Somebody who was named, as far as they are known. */
export type Named = PickedPerson & { id?: string }

/** Looked for at a time; where one of these is nobody, nobody further is looked for. */
const askedAtOnce = 50
const namedAtMost = 3

/**
 * The people of a form: `people` is a list of usernames, or a text of them; in `q` stands what was typed and not chosen.
 * @throws INVALID (field `people`) for what is no list of usernames
 */
export async function peopleField(app: FastifyInstance, fields: Fields, requestId: string): Promise<Named[]> {
  const names = [...new Set([...namesIn(fields.people), ...namesIn(fields.q)])]
  if (names.length >= limits.groupMembers)
    throw invalid(`A group takes up to ${limits.groupMembers.toLocaleString('en')} people.`)
  const all: Named[] = []
  for (let i = 0; i < names.length; i += askedAtOnce) {
    const isOver = all.some(({ unknown }) => unknown)
    const some = names.slice(i, i + askedAtOnce)
    all.push(
      ...(isOver
        ? some.map((username) => ({ username }))
        : await Promise.all(some.map((name) => named(app, name, requestId)))),
    )
  }
  return all
}

/** Their ids. @throws INVALID (field `people`) naming those who are nobody */
export function idsOf(people: readonly Named[]): string[] {
  const unknown = people.filter((one) => one.unknown).map(({ username }) => `“${username}”`)
  if (unknown.length === 0) return people.flatMap(({ id }) => id ?? [])
  const more = unknown.length - namedAtMost
  const names = unknown.slice(0, namedAtMost).join(', ') + (more > 0 ? ` and ${more} more` : '')
  throw invalid(`There is nobody here with the username ${names}.`)
}

async function named(app: FastifyInstance, username: string, requestId: string): Promise<Named> {
  const person = await find(app, username, requestId)
  if (!person) return { username, unknown: true }
  const { id, displayName } = person
  return { username, displayName, id }
}

async function find(app: FastifyInstance, username: string, requestId: string): Promise<Person | undefined> {
  if (!/^[a-z0-9_]{3,30}$/.test(username)) return undefined
  try {
    return await app.people.byUsername(username, requestId)
  } catch (error) {
    if (knownError(error).code === 'NOT_FOUND') return undefined
    throw error
  }
}

function namesIn(given: unknown): string[] {
  if (given === undefined) return []
  const all: unknown[] = Array.isArray(given)
    ? given
    : typeof given === 'string'
      ? given.split(/[\s,;]+/)
      : [given]
  return all
    .map((one) => {
      if (typeof one !== 'string' || one.length > 200) throw invalid('People are given by their usernames.')
      return one.toWellFormed().replaceAll('\0', '').trim().replace(/^@/, '').toLowerCase()
    })
    .filter(Boolean)
}

function invalid(message: string): ParleyError {
  return new ParleyError('INVALID', message, { field: 'people' })
}
