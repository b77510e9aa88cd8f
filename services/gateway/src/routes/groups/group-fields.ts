import { characters, type GroupHistory, isBlank, isSoundText, limits, ParleyError } from '@parley/contracts'
import { historyChoices } from '../../views/groups/index.ts'
import { type GroupFields } from '../../views/groups/model.ts'
import { type Fields, textField } from '../bodies.ts'

/** The name in a form. @throws INVALID, field `name` */
export function nameField(fields: Fields): string {
  const name = textField(fields, 'name').trim()
  if (isBlank(name)) throw invalid('name', 'Give the group a name.')
  return sound('name', name, limits.groupNameCharacters)
}

/** What a form says that the group is about. @throws INVALID, field `about` */
export function aboutField(fields: Fields): string {
  // Forms have line breaks of two characters.
  const about = textField(fields, 'about').replaceAll('\r\n', '\n').trim()
  return sound('about', about, limits.groupAboutCharacters)
}

/** What newcomers see, where a form says it. @throws INVALID, field `history` */
export function historyField(fields: Fields): GroupHistory | undefined {
  const given = textField(fields, 'history')
  if (given === '') return undefined
  const chosen = historyChoices.find(({ value }) => value === given)?.value
  if (chosen === undefined) throw invalid('history', 'Choose what newcomers can read: all or joining.')
  return chosen
}

/** What was typed, to stand in the page again where it was refused. */
export function typedFields(fields: Fields): GroupFields {
  const about = shown(fields.about).replaceAll('\r\n', '\n')
  return { name: shown(fields.name), about, history: shown(fields.history) }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : ''
}

function sound(name: 'name' | 'about', value: string, most: number): string {
  if (isSoundText(value, most)) return value
  if (!value.isWellFormed() || value.includes('\0'))
    throw invalid(name, 'This has characters that are not text.')
  const subject = name === 'name' ? 'A name' : 'The text about a group'
  const over = (characters(value) - most).toLocaleString('en')
  throw invalid(name, `${subject} may have up to ${most} characters; this one has ${over} too many.`)
}

function invalid(field: string, message: string): ParleyError {
  return new ParleyError('INVALID', message, { field })
}
