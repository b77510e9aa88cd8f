import { Type } from 'typebox'
import { Identity, Password, SessionDigest } from './identity.ts'
import { At, Seq } from './names.ts'
import { operation } from './operation.ts'
import { Person } from './people.ts'
import { Text } from './text.ts'

const closed = { additionalProperties: false }
/** The session in which something is done. */
const Here = { epoch: Seq, session: SessionDigest }
/** Who goes on in another session, and since when they are logged in, where that is known. */
const Renewed = Type.Interface([Identity], { begunAt: Type.Optional(At) })
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
 * What the acting person says of themselves, as everybody hears: an emoji (as one is typed), one line of text, or both;
 * with neither, it is taken away.
 * @throws INVALID (field emoji, text, until), UNAUTHENTICATED (no such person any more)
 */
export const setStatus = operation({
  ...own,
  name: 'setStatus',
  path: '/v1/own/status',
  summary: 'Set one’s status',
  input: Type.Object({ emoji: Text(0, 100), text: Text(0, 200), until: Type.Optional(At) }, closed),
  output: Person,
  errors: ['INVALID', 'UNAUTHENTICATED', 'UNAVAILABLE'],
})

/**
 * Whether the acting person's presence is hidden: nobody knows then whether they are online, when they were or that they
 * type, and they know it of nobody. Everybody hears of it, in so far as what they may know changes.
 * @throws UNAUTHENTICATED (no such person any more)
 */
export const hidePresence = operation({
  ...own,
  name: 'hidePresence',
  path: '/v1/own/presence',
  summary: 'Hide or show one’s presence',
  input: Type.Object({ hidden: Type.Boolean() }, closed),
  output: Type.Object({ hidden: Type.Boolean() }),
  errors: ['UNAUTHENTICATED', 'UNAVAILABLE'],
})

/**
 * Sets the acting person's password and ends all their sessions; the one in which it is done may go on in the epoch that
 * is answered. `current` is the present password, checked as a login's is. Asked again after a lost answer, it has been
 * done.
 * @throws INVALID (field password), FORBIDDEN (field current_password), UNAUTHENTICATED (the session has ended)
 */
export const changePassword = operation({
  ...own,
  name: 'changePassword',
  path: '/v1/own/password',
  summary: 'Change one’s password',
  input: Type.Object({ ...Here, current: Text(0, 1_000), password: Password }, closed),
  output: Renewed,
  errors: ['INVALID', 'FORBIDDEN', 'UNAUTHENTICATED', 'RATE_LIMITED', 'UNAVAILABLE'],
})

/**
 * Deletes the acting person's account, for good: name, username, status, password and sessions are gone, and the username
 * is never given to anybody again. What they wrote stays for the others, as by a deleted account (`Person.deleted`), in
 * conversations that take no more messages; their groups they leave. `current` is the present password, checked as a
 * login's is. Asked again, it has been done.
 * @throws FORBIDDEN (field current_password), UNAUTHENTICATED (the session has ended)
 */
export const deleteAccount = operation({
  ...own,
  name: 'deleteAccount',
  path: '/v1/own/delete',
  summary: 'Delete one’s account',
  input: Type.Object({ epoch: Seq, current: Text(0, 1_000) }, closed),
  output: Type.Object({}),
  errors: ['FORBIDDEN', 'UNAUTHENTICATED', 'RATE_LIMITED', 'UNAVAILABLE'],
})

/** The acting person's sessions, the one used last first; times are exact to the hour. */
export const ownSessions = operation({
  ...own,
  name: 'ownSessions',
  method: 'GET',
  path: '/v1/own/sessions',
  summary: 'List one’s sessions',
  input: Type.Object({}, closed),
  output: Type.Object({
    sessions: Type.Array(
      Type.Object({
        session: SessionDigest,
        /** What it is used with, in words; empty where that is not known. */
        device: Type.String(),
        /** Left out where it is not known. */
        begunAt: Type.Optional(At),
        usedAt: At,
      }),
    ),
  }),
  errors: ['UNAUTHENTICATED', 'UNAVAILABLE'],
})

/** Ends one of the acting person's sessions. @throws NOT_FOUND where they have none of this digest */
export const endOwnSession = operation({
  ...own,
  name: 'endOwnSession',
  path: '/v1/own/sessions/end',
  summary: 'End one of one’s sessions',
  input: Type.Object({ session: SessionDigest }, closed),
  output: Type.Object({}),
  errors: ['NOT_FOUND', 'UNAUTHENTICATED', 'UNAVAILABLE'],
})

/**
 * Ends all of the acting person's sessions; the one in which it is done may go on in the epoch that is answered. Asked
 * again, or in a session that has ended, it does nothing.
 * @throws UNAUTHENTICATED (the session has ended)
 */
export const endOtherSessions = operation({
  ...own,
  name: 'endOtherSessions',
  path: '/v1/own/sessions/end-others',
  summary: 'End all of one’s sessions but this one',
  input: Type.Object(Here, closed),
  output: Renewed,
  errors: ['UNAUTHENTICATED', 'UNAVAILABLE'],
})
