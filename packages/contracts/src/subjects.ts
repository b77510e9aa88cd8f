/** The only place where subjects are made. Tokens never contain `.`, `*`, `>` or spaces. */

export function operationSubject(owner: string, name: string): string {
  return `${token(owner)}.v1.${token(name)}`
}

/** Where one instance of an owner, and no other, answers an operation. No stream keeps subjects of this form. */
export function instanceSubject(operation: string, instance: string): string {
  return `at.${token(instance)}.${operation}`
}

/** Where the instances of an owner say that they are there. */
export function presentSubject(owner: string): string {
  return `instances.v1.${token(owner)}`
}

export function eventSubject(owner: string, noun: string, past: string): string {
  return `${token(owner)}.v1.${token(noun)}.${token(past)}`
}

/** Live events of one person, to the gateways that hold that person's sockets. */
export function liveSubject(user: string): string {
  return `live.v1.${token(user)}`
}

/** Live events of groups, to all gateways. */
export const groupsSubject = 'groups.v1.told'

/** Heads of just written batches, to all `messages` instances. */
export const headsSubject = 'heads.v1.moved'

function token(value: string): string {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(value)) throw new RangeError('not usable as a token of a subject')
  return value
}
