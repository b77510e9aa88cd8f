import { Type } from 'typebox'
import { Seq } from './names.ts'
import { Person } from './people.ts'
import { Text } from './text.ts'

/** Who logged in: `epoch` grows whenever all sessions of a person end; a session of an older epoch is ended. */
export const Identity = Type.Object({ person: Person, isAdmin: Type.Boolean(), epoch: Seq })

/** A session as accounts knows it: a digest, so that what is stored opens nothing. */
export const SessionDigest = Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$', maxLength: 100 })

export const Password = Text(1, 1_000)
