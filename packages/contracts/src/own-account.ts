import { Type } from 'typebox'
import { Identity, Password } from './identity.ts'
import { Seq } from './names.ts'
import { operation } from './operation.ts'
import { Person } from './people.ts'
import { Text } from './text.ts'

const closed = { additionalProperties: false }
const own = { owner: 'accounts', actsFor: 'person', method: 'POST' } as const

/**
 * Changes how the acting person is called, by the rules of sign-up; empty, it is the username. Everybody hears of it.
 * @throws INVALID (field display_name), UNAUTHENTICATED (no such person any more)
 */
export const changeName = operation({
  ...own,
  name: 'changeName',
  path: '/v1/own/name',
  summary: 'Change one’s name',
  input: Type.Object({ displayName: Text(0, 200) }, closed),
  output: Person,
  errors: ['INVALID', 'UNAUTHENTICATED', 'UNAVAILABLE'],
})

/**
 * Sets the acting person's password and ends all their sessions; who asks may begin one of the epoch that is answered.
 * `epoch` is that of the session in which it is done, `current` the present password, checked as a login's is. Asked
 * again after a lost answer, it has been done.
 * @throws INVALID (field password), FORBIDDEN (field current_password), UNAUTHENTICATED (the session has ended)
 */
export const changePassword = operation({
  ...own,
  name: 'changePassword',
  path: '/v1/own/password',
  summary: 'Change one’s password',
  input: Type.Object({ epoch: Seq, current: Text(0, 1_000), password: Password }, closed),
  output: Identity,
  errors: ['INVALID', 'FORBIDDEN', 'UNAUTHENTICATED', 'RATE_LIMITED', 'UNAVAILABLE'],
})
