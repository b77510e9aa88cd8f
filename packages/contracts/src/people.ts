import { type Static, Type } from 'typebox'
import { Text } from './text.ts'
import { UserId, Username } from './names.ts'

export const DisplayName = Text(1, 64)

/** What everybody with an account may know of a person. */
export const Person = Type.Object({ id: UserId, username: Username, displayName: DisplayName })
export type Person = Static<typeof Person>
