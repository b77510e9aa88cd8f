import { createHmac } from 'node:crypto'

/** A key of its own for each purpose, so that what signs one thing proves nothing about another. */
export function derivedKey(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(`parley gateway: ${purpose}`).digest('base64url')
}
