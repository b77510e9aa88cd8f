import type { PublicError } from '@parley/contracts/parley-error'

/**
 * `sending`: waiting for its turn or under way. `unknown`: a try ended without an answer, so that it may be there or not;
 * it is tried again with the same client id, by itself unless it has an `error`. `failed`: refused, see `error`; waits
 * for retry or discard. `sent`: in the log; then it leaves the outbox.
 */
export type OutboxState = 'sending' | 'unknown' | 'failed' | 'sent'

/** A message on its way, as it is kept across restarts. */
export interface OutboxItem {
  clientId: string
  conversation: string
  /** The other person, for the way by HTTP; without it, the message waits for the socket. */
  username?: string
  text: string
  /** The number of the message that it is a reply to. */
  re?: number
  /** The seq up to which the conversation had been seen when this was written. */
  seen?: number
  /** Grows with each message of this account. */
  order: number
  /** Milliseconds since 1970, by this device's clock. */
  createdAt: number
  state: OutboxState
  error?: PublicError
  /** Where it stands in the log, once it is sent. */
  seq?: number
  n?: number
  at?: number
}

/** An item read from storage, or undefined for anything else. */
export function parseItem(text: string | null): OutboxItem | undefined {
  if (text === null) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isItem(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isItem(value: unknown): value is OutboxItem {
  if (typeof value !== 'object' || value === null) return false
  const item = value as Partial<OutboxItem>
  return (
    typeof item.clientId === 'string' &&
    typeof item.conversation === 'string' &&
    typeof item.text === 'string' &&
    typeof item.order === 'number' &&
    typeof item.state === 'string'
  )
}
