import { characters } from '@parley/contracts'
import type { FieldErrors } from '../views/model.ts'

/**
 * What is plainly wrong with a sign-up, in all fields at once: accounts, who decide, name the first thing alone. To be
 * asked after a refusal only.
 */
export function signupProblems(typed: { username: string; password: string }): FieldErrors {
  const problems: FieldErrors = {}
  if (!/^[a-z0-9_]{3,30}$/i.test(typed.username.trim())) {
    problems.username = 'A username has 3 to 30 characters: letters a–z, digits and _.'
  }
  if (characters(typed.password) < 10) {
    problems.password = 'A password has 10 characters or more. Several words make a good one.'
  }
  return problems
}
