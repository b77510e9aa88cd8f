import { randomBytes } from 'node:crypto'
import { accounts, type Context } from '@parley/contracts'
import type { BrowserlessPerson } from '@parley/testing'
import type { House } from '../house/house.ts'
import { signUp } from './sign-up.ts'
import { writeMessages } from './write-messages.ts'

const atOnce = 8
const context: Context = { actor: null, requestId: 'bench' }

/** New people who never log in: taken over without a password where services can be asked, so that nothing is hashed. */
export async function newPeers(house: House, count: number): Promise<{ id?: string; username: string }[]> {
  const { call } = house
  if (!call) return await signUp(house.urls, count)
  const run = randomBytes(4).toString('hex')
  const peers: { id: string; username: string }[] = []
  await inTurn(count, async (i) => {
    const username = `p${run}_${i}`
    const input = { username, displayName: `Person ${i}`, passwordHash: '', isAdmin: false, disabled: false }
    const { person } = await call(accounts.importPerson, input, context)
    peers[i] = { id: person.id, username }
  })
  return peers
}

/** Conversations of one person with others, each with some messages of the person's own. */
export async function manyChats(
  house: House,
  person: BrowserlessPerson,
  { chats, messages }: { chats: number; messages: number },
): Promise<void> {
  const peers = await newPeers(house, chats)
  await inTurn(chats, (i) => writeMessages(person, peers[i]?.username ?? '', messages))
}

/** Does something for 0, 1, 2 … count - 1, some at a time. */
export async function inTurn(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0
  const workers = Array.from({ length: Math.min(atOnce, count) }, async () => {
    for (let i = next++; i < count; i = next++) await work(i)
  })
  await Promise.all(workers)
}
