import { ParleyError } from '@parley/contracts'

/** Names that would be read as something else than a person: mentions of everybody, the product itself. */
const reserved = new Set([
  'all',
  'everyone',
  'everybody',
  'here',
  'channel',
  'me',
  'myself',
  'system',
  'parley',
])

/** What people type as their username, as it is looked up: without white space around it, in lower case. */
export function foldUsername(typed: string): string {
  return typed.trim().toLowerCase()
}

/** The username that a new account gets. @throws ParleyError INVALID, field `username` */
export function newUsername(typed: string): string {
  const username = foldUsername(typed)
  if (!/^[a-z0-9_]{3,30}$/.test(username)) {
    throw new ParleyError('INVALID', 'A username has 3 to 30 characters: letters a–z, digits and _.', {
      field: 'username',
    })
  }
  if (reserved.has(username)) {
    throw new ParleyError('INVALID', 'This username is reserved. Please choose another one.', {
      field: 'username',
    })
  }
  return username
}
