import { Type } from 'typebox'
import { isSoundText } from './sound-text.ts'

/** A string that is well-formed Unicode, has no NUL and at most `maximum` characters, counted as code points. */
export function Text(minimum: number, maximum: number, options: { description?: string } = {}) {
  return Type.Refine(
    // UTF-16 needs two units for some characters: a first, cheap bound before the characters are counted.
    Type.String({ minLength: minimum, maxLength: maximum, ...options }),
    (value) => isSoundText(value, maximum),
    () => `must be well-formed text without NUL, of at most ${maximum} characters`,
  )
}

export * from './sound-text.ts'
