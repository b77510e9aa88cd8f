import { everybodyName } from '../../views/mention-spans.ts'
import type { Mentionable } from './mention-search.ts'

/** More has no group. */
const most = 1_000

/** Whom one can mention in a group: its other members, and for admins everybody. @throws where they cannot be had now */
export async function fetchMentionable(group: string, me: string): Promise<Mentionable[]> {
  const answer = await fetch(`/messages/group/${group}/about/`, { headers: { accept: 'application/json' } })
  if (!answer.ok) throw new Error(`members: ${answer.status}`)
  const { role, members } = (await answer.json()) as About
  const others = members.filter(({ username }) => username !== me).slice(0, most)
  const all = others.map(({ username, display_name: name }) => ({ username, name }))
  return role === 'member' ? all : [...all, { username: everybodyName, name: 'Everybody in the group' }]
}

interface About {
  role: 'owner' | 'admin' | 'member'
  members: { username: string; display_name: string }[]
}
