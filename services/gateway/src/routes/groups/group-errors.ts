import { ParleyError } from '@parley/contracts'
import { retryAfterSeconds, sentence } from '../../errors/known-error.ts'
import type { GroupErrors } from '../../views/groups/model.ts'
import { tooOften } from '../too-often.ts'

/** The fields of forms about groups, by what `messages` calls them. */
const fields: Readonly<Record<string, string>> = {
  users: 'people',
  user: 'username',
  clientId: 'client_id',
  forMs: 'expires',
  most: 'uses',
}

const shown: readonly string[] = ['name', 'about', 'history', 'people', 'expires', 'uses']

/** Why a form about a group was refused, at the field that it is about. */
export function groupErrors(error: ParleyError): GroupErrors {
  if (error.code === 'RATE_LIMITED') return { form: tooOften(retryAfterSeconds(error) ?? 1) }
  const { field = 'form' } = inGroupNames(error)
  return { [shown.includes(field) ? field : 'form']: sentence(error.message) }
}

/** The same error with the form's name of its field, for scripts. */
export function inGroupNames(error: ParleyError): ParleyError {
  const field = fields[error.field ?? '']
  if (field === undefined) return error
  return new ParleyError(error.code, error.message, { field, cause: error })
}
