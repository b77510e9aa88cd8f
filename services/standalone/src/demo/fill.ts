import { randomBytes, randomUUID } from 'node:crypto'
import { accounts, directConversation, messages, type Person } from '@parley/contracts'
import { type Call, StartError } from '@parley/service'
import { type DemoConversation, demoConversations } from './conversations.ts'
import { demoPeople } from './people.ts'

export interface DemoLogin {
  username: string
  displayName: string
  password: string
}

/**
 * Adds people and conversations to look at, with random passwords.
 * @throws StartError where anybody has an account already
 */
export async function fillWithDemo(call: Call, nowMs: number): Promise<DemoLogin[]> {
  const context = { actor: null, requestId: randomUUID() }
  const { people: count } = await call(accounts.census, {}, context)
  if (count > 0)
    throw new StartError('There are people in this data folder: demo data go into an empty one only.')

  const people = new Map<string, Person>()
  const logins: DemoLogin[] = []
  for (const { username, displayName } of demoPeople) {
    const password = randomBytes(9).toString('base64url')
    const { person } = await call(accounts.signUp, { username, displayName, password }, context)
    people.set(username, person)
    logins.push({ username, displayName, password })
  }
  for (const conversation of demoConversations) {
    await call(messages.importMessages, imported(conversation, people, nowMs), context)
  }
  return logins
}

function imported(
  { between, lines, endedMinutesAgo, unread }: DemoConversation,
  people: Map<string, Person>,
  nowMs: number,
) {
  const [one, other] = between.map((username) => idOf(people, username))
  if (!one || !other) throw new Error('a conversation of nobody')
  const end = nowMs - endedMinutesAgo * 60_000
  return {
    conversation: directConversation(one, other),
    messages: lines.map((line, index) => ({
      by: line.startsWith('<') ? one : other,
      clientId: `demo-${index + 1}`,
      text: line.slice(2),
      at: end - (lines.length - 1 - index) * 100_000,
      read: index < lines.length - unread,
    })),
  }
}

function idOf(people: Map<string, Person>, username: string): string | undefined {
  return people.get(username)?.id
}
