import { Type } from 'typebox'
import { Identity, Password, SessionDigest } from './identity.ts'
import { At, Seq, UserId, Username } from './names.ts'
import { operation } from './operation.ts'
import { DisplayName, KnownPerson, Person, Status } from './people.ts'
import { Text } from './text.ts'

const closed = { additionalProperties: false }
const Session = {
  user: UserId,
  epoch: Seq,
  session: SessionDigest,
  /** What it is used with, in words. */
  device: Type.Optional(Text(0, 100)),
}

/** @throws INVALID (field username, display_name, password), CONFLICT (username taken), FORBIDDEN (closed, or no good invite) */
export const signUp = operation({
  owner: 'accounts',
  name: 'signUp',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/people',
  summary: 'Create an account',
  input: Type.Object(
    {
      username: Text(1, 200),
      displayName: Text(0, 200),
      password: Password,
      invite: Type.Optional(Text(0, 200)),
    },
    closed,
  ),
  output: Identity,
  errors: ['INVALID', 'CONFLICT', 'FORBIDDEN', 'RATE_LIMITED', 'UNAVAILABLE'],
})

/** Answers alike, and in the same time, whether the name is unknown, the password wrong or the account disabled. */
export const logIn = operation({
  owner: 'accounts',
  name: 'logIn',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/logins',
  summary: 'Check a password',
  input: Type.Object({ username: Text(0, 200), password: Text(0, 1_000) }, closed),
  output: Identity,
  errors: ['UNAUTHENTICATED', 'RATE_LIMITED', 'UNAVAILABLE'],
})

/**
 * Whether a session still lives: its person is there and not disabled, its epoch current, itself not ended. With
 * `expiresAt` (when it ends by itself if it is not used again) its use is noted, at most once an hour.
 */
export const checkSession = operation({
  owner: 'accounts',
  name: 'checkSession',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/sessions/check',
  summary: 'Check a session',
  input: Type.Object({ ...Session, expiresAt: Type.Optional(At) }, closed),
  output: Identity,
  errors: ['UNAUTHENTICATED', 'UNAVAILABLE'],
})

/**
 * Records a session that begins, for its person to see; `begunAt` where that was before. Of a person's sessions the 100
 * used last go on, and the others end.
 */
export const beginSession = operation({
  owner: 'accounts',
  name: 'beginSession',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/sessions/begin',
  summary: 'Record a session',
  input: Type.Object({ ...Session, begunAt: Type.Optional(At), expiresAt: At }, closed),
  output: Type.Object({}),
  errors: ['UNAUTHENTICATED', 'UNAVAILABLE'],
})

/** Records a session as ended until `expiresAt`, and tells every gateway. */
export const endSession = operation({
  owner: 'accounts',
  name: 'endSession',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/sessions/end',
  summary: 'End a session',
  input: Type.Object({ user: UserId, session: SessionDigest, expiresAt: At }, closed),
  output: Type.Object({}),
  errors: ['UNAVAILABLE'],
})

/** One person by username (any case), and since when they have an account. */
export const person = operation({
  owner: 'accounts',
  name: 'person',
  actsFor: 'service',
  method: 'GET',
  path: '/v1/people/by-username/:username',
  summary: 'Find a person',
  input: Type.Object({ username: Text(1, 200) }, closed),
  output: Type.Interface([KnownPerson], { joinedAt: Type.Optional(At) }),
  errors: ['NOT_FOUND', 'UNAVAILABLE'],
})

/** The people with these ids; unknown ids are left out. */
export const people = operation({
  owner: 'accounts',
  name: 'people',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/people/by-id',
  summary: 'Find people',
  input: Type.Object({ ids: Type.Array(UserId, { maxItems: 1_000 }) }, closed),
  output: Type.Object({ people: Type.Array(KnownPerson) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/**
 * People by username, in pages; disabled ones are left out. `query` matches the start of the username or of any
 * word of the display name, whatever the case and accents. `after` is the username of the last one seen.
 */
export const directory = operation({
  owner: 'accounts',
  name: 'directory',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/people',
  summary: 'Search people',
  input: Type.Object(
    {
      query: Type.Optional(Text(0, 100)),
      after: Type.Optional(Username),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    },
    closed,
  ),
  output: Type.Object({ people: Type.Array(Person), more: Type.Boolean() }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** Whether anybody has an account yet. */
export const census = operation({
  owner: 'accounts',
  name: 'census',
  actsFor: 'service',
  method: 'GET',
  path: '/v1/census',
  summary: 'Count people',
  input: Type.Object({}, closed),
  output: Type.Object({ people: Seq }),
  errors: ['UNAVAILABLE'],
})

const administration = { owner: 'accounts', actsFor: 'service', method: 'POST' } as const

export const setAdmin = operation({
  ...administration,
  name: 'setAdmin',
  path: '/v1/people/by-username/:username/admin',
  summary: 'Grant or revoke administration',
  input: Type.Object({ username: Username, isAdmin: Type.Boolean() }, closed),
  output: Person,
  errors: ['NOT_FOUND', 'UNAVAILABLE'],
})

/** Sets a new random password, which is returned once, and ends all sessions. */
export const resetPassword = operation({
  ...administration,
  name: 'resetPassword',
  path: '/v1/people/by-username/:username/password',
  summary: 'Reset a password',
  input: Type.Object({ username: Username }, closed),
  output: Type.Object({ person: Person, password: Type.String() }),
  errors: ['NOT_FOUND', 'RATE_LIMITED', 'UNAVAILABLE'],
})

/** A disabled person cannot log in, all sessions end; conversations stay. */
export const setDisabled = operation({
  ...administration,
  name: 'setDisabled',
  path: '/v1/people/by-username/:username/disabled',
  summary: 'Disable or enable an account',
  input: Type.Object({ username: Username, disabled: Type.Boolean() }, closed),
  output: Person,
  errors: ['NOT_FOUND', 'UNAVAILABLE'],
})

/** Makes an invite that lets one person sign up until `expiresAt` (a week from now by default). */
export const createInvite = operation({
  ...administration,
  name: 'createInvite',
  path: '/v1/invites',
  summary: 'Invite',
  input: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })) }, closed),
  output: Type.Object({ invite: Type.String(), expiresAt: At }),
  errors: ['UNAVAILABLE'],
})

/**
 * Takes over a person of another application. `passwordHash` is Django's (`pbkdf2_sha256$…`), or empty for one who
 * must be given a password by reset. Whoever has the username already is returned as they are, with `created: false`.
 */
export const importPerson = operation({
  ...administration,
  name: 'importPerson',
  path: '/v1/people/import',
  summary: 'Take over a person',
  input: Type.Object(
    {
      username: Text(1, 200),
      displayName: Text(0, 200),
      passwordHash: Text(0, 300),
      isAdmin: Type.Boolean(),
      disabled: Type.Boolean(),
      joinedAt: Type.Optional(At),
    },
    closed,
  ),
  output: Type.Object({ person: Person, created: Type.Boolean() }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** All that is kept of a person. */
export const KeptPerson = Type.Object(
  {
    id: UserId,
    username: Username,
    displayName: Text(1, 200),
    passwordHash: Text(0, 1_000),
    /** PBKDF2 iterations of a hash taken over from elsewhere, 0 for one of our own. */
    legacyIterations: Seq,
    isAdmin: Type.Boolean(),
    disabled: Type.Boolean(),
    epoch: Seq,
    joinedAt: At,
    /** Digest of the invite that the account was made with. */
    invite: Type.Optional(Text(1, 200)),
    /** Left out where it is not so. */
    hidesPresence: Type.Optional(Type.Boolean()),
    status: Type.Optional(Status),
    deletedAt: Type.Optional(At),
    /** Of a deleted account: a digest of the username that nobody may have again. */
    claim: Type.Optional(Text(1, 200)),
  },
  closed,
)
export const KeptInvite = Type.Object({ digest: Text(1, 200), expiresAt: At }, closed)
export const KeptEndedSession = Type.Object(
  { user: UserId, session: SessionDigest, expiresAt: At, epoch: Seq },
  closed,
)
const Kept = Type.Object(
  {
    people: Type.Array(KeptPerson, { maxItems: 200 }),
    invites: Type.Array(KeptInvite, { maxItems: 200 }),
    ended: Type.Array(KeptEndedSession, { maxItems: 200 }),
  },
  closed,
)

/**
 * Everything that accounts keeps, in pages: people, open invites, or sessions that ended before their time, each in the
 * order of a key. `after` is the `next` of the page before; without a `next` it was the last. What a backup is made of.
 */
export const copy = operation({
  ...administration,
  name: 'copy',
  path: '/v1/copy',
  summary: 'Copy what is kept',
  input: Type.Object(
    {
      what: Type.Union([Type.Literal('people'), Type.Literal('invites'), Type.Literal('ended')]),
      after: Type.Optional(Text(1, 200)),
    },
    closed,
  ),
  output: Type.Interface([Kept], { next: Type.Optional(Type.String()) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** Puts back what `copy` has given; what is there already stays as it is. Another person with a username: CONFLICT. */
export const restorePeople = operation({
  ...administration,
  name: 'restorePeople',
  path: '/v1/restore',
  summary: 'Put people back',
  input: Kept,
  output: Type.Object({}),
  errors: ['INVALID', 'CONFLICT', 'UNAVAILABLE'],
})

export * from './own-account.ts'
export { DisplayName, Identity }
