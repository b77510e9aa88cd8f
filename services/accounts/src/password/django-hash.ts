import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const run = promisify(pbkdf2)
const format = /^pbkdf2_sha256\$([1-9]\d{0,7})\$([^$]{1,128})\$([A-Za-z0-9+/]{43}=)$/
const maxIterations = 5_000_000

/** A password hash of Django's default hasher: `pbkdf2_sha256$<iterations>$<salt>$<base64>`. */
export interface DjangoHash {
  iterations: number
  salt: string
  key: Buffer
}

/** The parts of such a hash, undefined for anything else, also for one too costly to check. */
export function parseDjangoHash(stored: string): DjangoHash | undefined {
  const [, iterations, salt, key] = format.exec(stored) ?? []
  if (!salt || !key || Number(iterations) > maxIterations) return undefined
  return { iterations: Number(iterations), salt, key: Buffer.from(key, 'base64') }
}

export async function matchesDjangoHash(password: string, hash: DjangoHash): Promise<boolean> {
  return timingSafeEqual(await run(password, hash.salt, hash.iterations, hash.key.length, 'sha256'), hash.key)
}

/** Takes as long as checking a hash of so many iterations. */
export async function spendDjangoIterations(password: string, iterations: number): Promise<void> {
  await run(password, 'a salt of nobody', iterations, 32, 'sha256')
}
