import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey } from '../security/derived-key.ts'
import type { Viewer } from '../sessions/viewer.ts'

/** What a page that shows messages says of itself: for whom it was made, and how far it shows which conversation. */
export interface Shown {
  viewer: Viewer
  conversation: string
  seq: number
}

/**
 * Stands in the address that a page without JavaScript loads once it is shown, which marks its messages as read. A GET
 * that writes can be asked for by any site; only this gateway, for this session, could have made the proof.
 */
export function seenProof(secret: string, { viewer, conversation, seq }: Shown): string {
  const said = `${viewer.session} ${conversation} ${seq}`
  return createHmac('sha256', derivedKey(secret, 'seen')).update(said).digest('base64url').slice(0, 32)
}

export function isSeenProof(secret: string, shown: Shown, given: string | undefined): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(seenProof(secret, shown))]
  return one.length === other.length && timingSafeEqual(one, other)
}
