import { randomBytes } from 'node:crypto'

/**
 * `<stem>_<16 hex digits>`: a name for one test's database, key prefix, subject or person that no other test has.
 * Letters, digits and `_` only if the stem has nothing else, so it fits every one of those.
 */
export function uniqueName(stem: string): string {
  return `${stem}_${randomBytes(8).toString('hex')}`
}
