import { pbkdf2Sync } from 'node:crypto'

/** A password as Django stores it. */
export function djangoHash(plain: string, iterations: number): string {
  const salt = 'aSaltOf22Characters123'
  const key = pbkdf2Sync(plain, salt, iterations, 32, 'sha256').toString('base64')
  return `pbkdf2_sha256$${iterations}$${salt}$${key}`
}
