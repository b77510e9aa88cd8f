import { createHash } from 'node:crypto'

/** What an account is called whose person has deleted it. */
export const deletedName = 'Deleted account'

/** The username by which its conversations are found from then on; made of nothing but its id, which nobody sees. */
export function deletedUsername(id: string): string {
  return `deleted_${digest(`parley deleted ${id}`).slice(0, 14)}`
}

/** What keeps a username from being given twice, also once nothing else tells of it. */
export function usernameClaim(username: string): string {
  return digest(`parley username ${username}`)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
