import { characters, ParleyError } from '@parley/contracts'
import commonPasswords from 'fxa-common-password-list'

const minCharacters = 10
const maxCharacters = 1_000

/** Whether a password may be somebody's new one. @throws ParleyError INVALID, field `password` */
export function assertNewPassword(password: string, username: string): void {
  if (characters(password) < minCharacters)
    throw invalid(`A password has at least ${minCharacters} characters. Several words make a good one.`)
  if (characters(password) > maxCharacters)
    throw invalid(`A password has at most ${maxCharacters} characters.`)
  const lower = password.toLowerCase()
  if (lower.includes(username)) throw invalid('A password must not contain the username.')
  if (commonPasswords.test(password) || commonPasswords.test(lower) || new Set(password).size < 3)
    throw invalid('This password is one of those that are guessed first. Please choose another one.')
}

function invalid(message: string): ParleyError {
  return new ParleyError('INVALID', message, { field: 'password' })
}
