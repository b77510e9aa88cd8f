import type { Entry } from '@parley/contracts'
import type { Seen } from '../history.ts'

/** An entry as the history keeps it. */
export function seenOf({ conversation, kind, n, of, re, by, text = '', at, seq, clientId }: Entry): Seen {
  const about = { ...(of === undefined ? {} : { of }), ...(re === undefined ? {} : { re }) }
  return { conversation, kind, n, ...about, by, text, at, seq, clientId }
}

/** A message of the plain routes and sockets. */
export interface PlainMessage {
  id: number
  sender: string
  recipient: string
  content: string
  created_at: string
  reply_to?: number
}

/** The same of a plain message; `idOf` knows the two people. */
export function plainSeen(
  message: PlainMessage,
  conversation: string,
  idOf: (username: string) => string,
): Seen {
  const { id, sender, content, created_at, reply_to: re } = message
  const reply = re === undefined ? {} : { re }
  return {
    conversation,
    kind: 'message',
    n: id,
    ...reply,
    by: idOf(sender),
    text: content,
    at: Date.parse(created_at),
  }
}
