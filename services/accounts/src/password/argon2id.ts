import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

export interface Argon2Cost {
  memoryKiB: number
  passes: number
  parallelism: number
}

/** OWASP's recommendation for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
export const recommendedCost: Argon2Cost = { memoryKiB: 19_456, passes: 2, parallelism: 1 }

const run = promisify(argon2)
const saltBytes = 16
const tagBytes = 32
const phc =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/

interface Argon2Hash extends Argon2Cost {
  salt: Buffer
  tag: Buffer
}

/** A new hash in the PHC string format: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashArgon2id(password: string, cost: Argon2Cost): Promise<string> {
  const salt = randomBytes(saltBytes)
  const tag = await tagOf(password, salt, cost, tagBytes)
  const { memoryKiB, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

/** Whether a password is the hash's; false for what is no argon2id hash. */
export async function matchesArgon2id(password: string, stored: string): Promise<boolean> {
  const hash = parseArgon2id(stored)
  if (!hash) return false
  return timingSafeEqual(await tagOf(password, hash.salt, hash, hash.tag.length), hash.tag)
}

/** The parts of an argon2id hash, undefined for anything else. */
export function parseArgon2id(stored: string): Argon2Hash | undefined {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(stored) ?? []
  if (!salt || !tag) return undefined
  return {
    memoryKiB: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

/** Keyboards differ in how they compose the same character: passwords are compared in one form. */
function tagOf(password: string, nonce: Buffer, cost: Argon2Cost, tagLength: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'))
  const { memoryKiB: memory, passes, parallelism } = cost
  return run('argon2id', { message, nonce, memory, passes, parallelism, tagLength })
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
