/** A name called by `@` in a text: from where, to where, and the name in lower case. */
export interface MentionSpan {
  start: number
  end: number
  name: string
}

/** What calls everybody. No username can be this. */
export const everybodyName = 'all'

/** Not in the middle of a word, nor as part of an address: `me@host`, `host/@me`, `@me@host`, `@me.host`, `@scope/name`. */
const calledName =
  /(?<![\p{L}\p{M}\p{N}_@&=?#%+./-])@([A-Za-z0-9_]{3,30})(?![\p{L}\p{M}\p{N}_@]|[./][\p{L}\p{N}])/gu

/** The names that a text calls, in order. */
export function mentionSpans(text: string): MentionSpan[] {
  if (!text.includes('@')) return []
  return Array.from(text.matchAll(calledName), ({ index, 0: { length }, 1: name = '' }) => ({
    start: index,
    end: index + length,
    name: name.toLowerCase(),
  }))
}
