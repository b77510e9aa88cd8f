import { limits } from '@parley/contracts/limits'
import { ParleyError } from '@parley/contracts/parley-error'
import { isBlank, isSoundText } from '@parley/contracts/sound-text'

/** @throws ParleyError INVALID or TOO_LARGE for a text that no server takes */
export function checkText(text: string): void {
  if (isBlank(text)) throw new ParleyError('INVALID', 'A message needs some text.', { field: 'text' })
  if (!text.isWellFormed() || text.includes('\0')) {
    throw new ParleyError('INVALID', 'This text has characters that cannot be sent.', { field: 'text' })
  }
  if (!isSoundText(text, limits.messageCharacters)) {
    const most = limits.messageCharacters.toLocaleString('en')
    throw new ParleyError('TOO_LARGE', `A message has at most ${most} characters.`, { field: 'text' })
  }
}
