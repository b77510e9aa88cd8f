import { characters, cut, isBlank, ParleyError } from '@parley/contracts'
import { notInOneLine } from './one-line.ts'

const maxCharacters = 64

/** The display name that a new account gets; the username where none is given. @throws ParleyError INVALID, field `display_name` */
export function newDisplayName(typed: string, username: string): string {
  const name = typed.trim().normalize('NFC')
  if (name === '') return username
  if (isBlank(name)) throw invalid('A display name needs at least one visible character.')
  if (notInOneLine.test(name)) throw invalid('A display name has no control characters.')
  if (characters(name) > maxCharacters)
    throw invalid(`A display name has at most ${maxCharacters} characters.`)
  return name
}

/** The same for people taken over from elsewhere, whose names are made to fit rather than refused. */
export function importedDisplayName(given: string, username: string): string {
  const sound = given.replaceAll(new RegExp(notInOneLine, 'gu'), ' ').replaceAll(/ {2,}/g, ' ').trim()
  const name = cut(sound.normalize('NFC'), maxCharacters).trim()
  return isBlank(name) ? username : name
}

function invalid(message: string): ParleyError {
  return new ParleyError('INVALID', message, { field: 'display_name' })
}
