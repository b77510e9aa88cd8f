import { ParleyError } from '@parley/contracts'
import { retryAfterSeconds, sentence } from '../errors/known-error.ts'
import type { FieldErrors } from '../views/model.ts'
import { tooOften } from './too-often.ts'

/** The fields of forms about an account, by what accounts calls them; and how a sentence begins that is about one. */
const fields = {
  username: ['username', 'The username'],
  displayName: ['display_name', 'The name'],
  display_name: ['display_name', 'The name'],
  current: ['current_password', 'The current password'],
  current_password: ['current_password', 'The current password'],
  password: ['password', 'The password'],
  invite: ['invite', 'The invite'],
  emoji: ['emoji', 'The emoji'],
  text: ['status', 'The status'],
  status: ['status', 'The status'],
  until: ['until', 'The end'],
} as const

type Field = keyof typeof fields

/** Why accounts refused a form, at the field that it is about. */
export function accountErrors(error: ParleyError): FieldErrors {
  if (error.code === 'RATE_LIMITED') return { form: tooOften(retryAfterSeconds(error) ?? 60) }
  if (!isField(error.field)) return { form: sentence(error.message) }
  const [name, subject] = fields[error.field]
  // What the contract itself refuses is said in its own terms.
  return { [name]: sentence(error.message.replace(new RegExp(`^${error.field} `), `${subject} `)) }
}

/** The same error with the form's name of its field, for scripts. */
export function inFormNames(error: ParleyError): ParleyError {
  if (!isField(error.field)) return error
  const [field] = fields[error.field]
  if (field === error.field) return error
  const message = error.message.replace(error.field, field)
  return new ParleyError(error.code, message, { field, cause: error })
}

function isField(name: string | undefined): name is Field {
  return name !== undefined && Object.hasOwn(fields, name)
}
