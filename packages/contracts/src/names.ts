import { Type } from 'typebox'

/** A person's id: never shown, never reused, safe in subjects and file names. */
export const UserId = Type.String({ pattern: '^[a-z0-9]{1,32}$', maxLength: 32 })

/** Who deletes a message for the administrators: the id of nobody, and of a form that no account gets. */
export const administration = 'administration'

/** A username as stored: lower-case, unique. */
export const Username = Type.String({ pattern: '^[a-z0-9_]{3,30}$', minLength: 3, maxLength: 30 })

/** `d_<person>_<person>`, the two in order: whoever opens it, it is the same one; `g_<id>`, a group. */
export const ConversationId = Type.String({ pattern: '^[a-z]_[a-z0-9_]{1,66}$', maxLength: 68 })

/** Made by the sender before the first try, unique among that sender's messages in that conversation. */
export const ClientId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', minLength: 1, maxLength: 64 })

/** Whom a message of a group mentions: a member, or everybody. */
export const Mention = Type.Union([UserId, Type.Literal('*')])

export const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** What an invite link has at its end: unguessable. */
export const InviteToken = Type.String({ pattern: '^[A-Za-z0-9_-]{20,64}$', minLength: 20, maxLength: 64 })

/** Milliseconds since 1970 in UTC. */
export const At = Type.Integer({ minimum: 0, maximum: 8.64e15 })

/** The id of the one-to-one conversation of two different people. */
export function directConversation(one: string, other: string): string {
  return one < other ? `d_${one}_${other}` : `d_${other}_${one}`
}

/** The two people of a one-to-one conversation, or undefined for any other id. */
export function directMembers(conversation: string): [string, string] | undefined {
  const [kind, one, other, more] = conversation.split('_')
  if (kind !== 'd' || !one || !other || more !== undefined || one >= other) return undefined
  return [one, other]
}

export * from './group-ids.ts'
