import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HasTeardown } from '@parley/testing'
import { newDataFolder } from '../start/data-folder.ts'

/** Passwords of the people in the dump; each is hashed as Django does it, with fewer rounds. */
export const passwords: Record<string, string> = {
  ann: 'the password ann had before',
  ben: 'the password ben had before',
  cat: 'the password cat had before',
}

function djangoHash(password: string): string {
  const salt = randomBytes(12).toString('hex')
  const hash = pbkdf2Sync(password, salt, 10_000, 32, 'sha256').toString('base64')
  return `pbkdf2_sha256$10000$${salt}$${hash}`
}

export interface DumpedMessage {
  sender: string
  recipient: string
  content: string
  created_at: string
  is_read: boolean
}

/** Oldest first. Of what was sent to ben, the last two are unread; of what was sent to ann, the last one. */
export const dumpedMessages: DumpedMessage[] = [
  ...Array.from({ length: 230 }, (_, index) => ({
    sender: index % 3 === 0 ? 'ben' : 'ann',
    recipient: index % 3 === 0 ? 'ann' : 'ben',
    content: `line ${index + 1}\nwith <b>markup</b> & ünïcödé 👋`,
    created_at: new Date(Date.UTC(2021, 0, 1, 0, 0, index, 250)).toISOString(),
    is_read: index < 227,
  })),
  {
    sender: 'cat',
    recipient: 'ann',
    content: 'מה שלומך?',
    created_at: '2022-05-01T12:00:00.123456+02:00',
    is_read: true,
  },
]

const people = ['ann', 'ben', 'cat']

/** What Django's `dumpdata` writes: people with a number each, or (`natural`) named by their usernames. */
export function writeDump(
  t: HasTeardown,
  { natural = false, extra = [] }: { natural?: boolean; extra?: unknown[] } = {},
): string {
  const written = (username: string) => (username === 'cat' ? 'Cat' : username)
  const nameOf = (username: string) => (natural ? [written(username)] : people.indexOf(username) + 1)
  const users = people.map((username, index) => ({
    model: 'auth.user',
    ...(natural ? {} : { pk: index + 1 }),
    fields: {
      username: written(username),
      password: djangoHash(passwords[username] ?? ''),
      first_name: username === 'ann' ? 'Ann' : '',
      last_name: username === 'ann' ? 'Of Old' : '',
      email: `${username}@example.org`,
      is_active: true,
      is_staff: false,
      is_superuser: username === 'ann',
      last_login: null,
      date_joined: '2020-02-03T04:05:06Z',
      groups: [],
      user_permissions: [],
    },
  }))
  const messages = dumpedMessages.map((fields, index) => ({
    model: 'messaging.message',
    pk: index + 1,
    fields: { ...fields, sender: nameOf(fields.sender), recipient: nameOf(fields.recipient) },
  }))
  const file = join(newDataFolder(t), '..', 'dump.json')
  // Other models stand between; dumpdata does not sort what belongs together.
  const others = [{ model: 'sessions.session', pk: 'abc', fields: { session_data: 'x' } }]
  writeFileSync(file, JSON.stringify([...others, ...users, ...messages, ...extra]))
  return file
}
