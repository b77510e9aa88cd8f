import { characters, isBlank, isSoundText, limits, ParleyError } from '@parley/contracts'

/** Any value as the text of a message. @throws ParleyError INVALID in words for the person, naming `field` */
export function messageText(value: unknown, field: string): string {
  if (typeof value !== 'string') throw invalid('A message must be text.', field)
  if (isBlank(value)) throw invalid('Write something first.', field)
  if (!value.isWellFormed() || value.includes('\0'))
    throw invalid('This message has characters that are not text.', field)
  if (!isSoundText(value, limits.messageCharacters)) throw invalid(tooLong(value), field)
  return value
}

function tooLong(value: string): string {
  const over = characters(value) - limits.messageCharacters
  const most = limits.messageCharacters.toLocaleString('en')
  return `A message may have up to ${most} characters; this one has ${over.toLocaleString('en')} too many.`
}

function invalid(message: string, field: string): ParleyError {
  return new ParleyError('INVALID', message, { field })
}
