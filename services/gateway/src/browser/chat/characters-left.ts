import { limits } from '@parley/contracts/limits'
import { characters } from '@parley/contracts/sound-text'

/** Only near the end is the end of interest. */
const shownBelow = 200

/** Words for how much room a text leaves, or '' while there is plenty. */
export function charactersLeft(text: string): string {
  // Two units at most are one character: counting is left out while it cannot matter.
  if (text.length < limits.messageCharacters - shownBelow) return ''
  const left = limits.messageCharacters - characters(text)
  if (left > shownBelow) return ''
  const count = Math.abs(left)
  return `${count} ${count === 1 ? 'character' : 'characters'} ${left < 0 ? 'too many' : 'left'}`
}

export function isTooLong(text: string): boolean {
  return text.length > limits.messageCharacters && characters(text) > limits.messageCharacters
}
