import { createHmac, timingSafeEqual } from 'node:crypto'

/** What services show one another over HTTP: derived from the secret that they share, never the secret itself. */
export function serviceCredential(secret: string): string {
  return createHmac('sha256', secret).update('parley service credential v1').digest('base64url')
}

export function isServiceCredential(given: string | undefined, expected: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(`Bearer ${expected}`)]
  return one.length === other.length && timingSafeEqual(one, other)
}
