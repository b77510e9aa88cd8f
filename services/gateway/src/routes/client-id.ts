import { createHash, randomUUIDv7 } from 'node:crypto'
import { ParleyError } from '@parley/contracts'
import type { Fields } from './bodies.ts'

/** The sender's own id of the message; made here where none was given. @throws INVALID */
export function clientIdOf({ client_id: given }: Fields): string {
  if (given === undefined || given === '') return randomUUIDv7()
  if (typeof given === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(given)) return given
  throw new ParleyError('INVALID', 'client_id takes 1 to 64 letters, digits, - and _', { field: 'client_id' })
}

/** The id of what a form says: sent twice it is one thing, gone back to and filled in otherwise another. */
export function clientIdFor(clientId: string, content: unknown): string {
  return createHash('sha256')
    .update(`${clientId} ${JSON.stringify(content)}`)
    .digest('base64url')
}
