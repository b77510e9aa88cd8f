import { type Front, front } from '../front.ts'
import type { Visitor } from '../visitor.ts'

export interface Club {
  house: Front
  /** Its address. */
  url: string
  conversation: string
  idOf: (username: string) => string
  owner: Visitor
  admin: Visitor
  member: Visitor
  outsider: Visitor
}

/** A group of three, and somebody who is not in it. */
export async function club(t: Parameters<typeof front>[0]): Promise<Club> {
  const house = await front(t, { clock: Date.now })
  for (const username of ['owner', 'admin', 'member', 'outsider', 'friend'])
    house.add(username, `${username.charAt(0).toUpperCase()}${username.slice(1)} Demo`)
  const idOf = (username: string) => house.owners.accounts.find(username).id
  const users = ['owner', 'admin', 'member'].map(idOf)
  const group = await house.owners.groups.add('Demo club', users, { about: 'About <demos>', admins: 1 })
  const { conversation } = group
  return {
    house,
    url: `/messages/group/${conversation.slice(2)}/`,
    conversation,
    idOf,
    owner: await house.loggedIn('owner'),
    admin: await house.loggedIn('admin'),
    member: await house.loggedIn('member'),
    outsider: await house.loggedIn('outsider'),
  }
}
