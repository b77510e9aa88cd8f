import { type Static, Type } from 'typebox'
import { longestEmoji } from './emoji.ts'
import { At, UserId, Username } from './names.ts'
import { Text } from './text.ts'

export const DisplayName = Text(1, 64)

/** What somebody says of themselves: an emoji, a line of text, or both. */
export const Status = Type.Object({
  emoji: Type.Optional(Type.String({ maxLength: longestEmoji })),
  /** Empty where the emoji says it all. */
  text: Text(0, 80),
  /** From then on it is not to be shown; without it, it has no end. */
  until: Type.Optional(At),
})
export type Status = Static<typeof Status>

/** What everybody with an account may know of a person. */
export const Person = Type.Object({
  id: UserId,
  username: Username,
  displayName: DisplayName,
  status: Type.Optional(Status),
  /** The account is deleted: the names are nobody's, and there is nobody to write to. */
  deleted: Type.Optional(Type.Literal(true)),
})
export type Person = Static<typeof Person>

/** A person as services know them. What is beside a `Person` here is for no client, and no other person, to see. */
export const KnownPerson = Type.Interface([Person], {
  /** Nobody may know whether this person is online, and this person of nobody. Left out where it is not so. */
  hidesPresence: Type.Optional(Type.Boolean()),
})
export type KnownPerson = Static<typeof KnownPerson>
