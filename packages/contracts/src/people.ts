import { type Static, Type } from 'typebox'
import { Text } from './text.ts'
import { UserId, Username } from './names.ts'

export const DisplayName = Text(1, 64)

/** What everybody with an account may know of a person. */
export const Person = Type.Object({ id: UserId, username: Username, displayName: DisplayName })
export type Person = Static<typeof Person>

/** A person as services know them. What is beside a `Person` here is for no client, and no other person, to see. */
export const KnownPerson = Type.Interface([Person], {
  /** Nobody may know whether this person is online, and this person of nobody. Left out where it is not so. */
  hidesPresence: Type.Optional(Type.Boolean()),
})
export type KnownPerson = Static<typeof KnownPerson>
