import { createHash } from 'node:crypto'

/** What a session is known by outside the browser that has it: stores, accounts, events and logs see only this. */
export function sessionDigest(sessionId: string): string {
  return createHash('sha256').update(`parley session ${sessionId}`).digest('base64url')
}
