import { accounts, type Context, ParleyError, type Person } from '@parley/contracts'
import type { Call } from '@parley/service'
import { type DjangoKey, type DjangoUser, recordsOf } from './django-dump.ts'
import type { ImportReport } from './import-report.ts'

/** The imported people, by the keys that messages name them with. */
export type PeopleByKey = Map<string, Person>

/** Takes over every `auth.user`. Who is there already stays as they are. */
export async function importPeople(
  file: string,
  call: Call,
  context: Context,
  report: ImportReport,
): Promise<PeopleByKey> {
  const people: PeopleByKey = new Map()
  for await (const { position, pk, fields } of recordsOf(file, 'auth.user')) {
    const name = `record ${position} (auth.user ${keyText(pk)})`
    if ('fault' in fields) {
      report.skipped(name, fields.fault)
      continue
    }
    try {
      const { person, created } = await call(accounts.importPerson, personOf(fields), context)
      if (pk !== undefined) people.set(keyText(pk), person)
      people.set(keyText([fields.username]), person)
      report.person(created)
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'INVALID') throw error
      report.skipped(`${name}, ${JSON.stringify(fields.username)}`, error.message)
    }
  }
  return people
}

/** A key as text, so that a number, a string and a natural key cannot be taken for one another. */
export function keyText(key: DjangoKey | undefined): string {
  return JSON.stringify(key ?? null)
}

function personOf(fields: DjangoUser) {
  const joinedAt = fields.date_joined === undefined ? Number.NaN : Date.parse(fields.date_joined)
  return {
    username: fields.username,
    displayName: [fields.first_name, fields.last_name].filter(Boolean).join(' ').trim(),
    passwordHash: fields.password.startsWith('!') ? '' : fields.password,
    isAdmin: fields.is_superuser ?? false,
    disabled: fields.is_active === false,
    ...(Number.isNaN(joinedAt) ? {} : { joinedAt }),
  }
}
