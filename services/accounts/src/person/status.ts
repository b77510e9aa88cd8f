import {
  type accounts,
  characters,
  emojiOf,
  type InputOf,
  isBlank,
  ParleyError,
  type Status,
} from '@parley/contracts'
import { notInOneLine } from './one-line.ts'

const maxCharacters = 80

/** The status that was typed, or undefined for none. @throws ParleyError INVALID, field `emoji`, `text` or `until` */
export function newStatus(
  { emoji: typedEmoji, text: typedText, until }: InputOf<typeof accounts.setStatus>,
  now: number,
): Status | undefined {
  const emoji = newEmoji(typedEmoji)
  const text = newText(typedText)
  if (emoji === undefined && text === '') return undefined
  if (until !== undefined && until <= now) throw invalid('until', 'A status ends after now.')
  return { ...(emoji === undefined ? {} : { emoji }), text, ...(until === undefined ? {} : { until }) }
}

function newEmoji(typed: string): string | undefined {
  if (typed.trim() === '') return undefined
  const emoji = emojiOf(typed)
  if (emoji === undefined) throw invalid('emoji', 'This takes one emoji, or nothing.')
  return emoji
}

function newText(typed: string): string {
  const text = typed.trim().normalize('NFC')
  if (notInOneLine.test(text)) throw invalid('text', 'A status is one line without control characters.')
  if (characters(text) > maxCharacters)
    throw invalid('text', `A status has at most ${maxCharacters} characters.`)
  return isBlank(text) ? '' : text
}

function invalid(field: string, message: string): ParleyError {
  return new ParleyError('INVALID', message, { field })
}
