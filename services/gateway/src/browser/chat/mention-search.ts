import { everybodyName } from '../../views/mention-spans.ts'

/** Somebody who can be mentioned; everybody has `all` as their username. */
export interface Mentionable {
  username: string
  name: string
}

/** What is being written to mention somebody: from the `@` to where the cursor is. */
export interface MentionToken {
  start: number
  end: number
  query: string
}

const mostShown = 8
const beforeCursor = /(?<![\p{L}\p{M}\p{N}_@&=?#%+./-])@([\p{L}\p{M}\p{N}_]{0,30})$/u

/** The mention that the cursor stands at the end of, if there is one. */
export function tokenAt(text: string, cursor: number): MentionToken | undefined {
  // Longer than any name there is nothing to be looked at.
  const found = beforeCursor.exec(text.slice(Math.max(0, cursor - 33), cursor))
  if (!found) return undefined
  const [written, query = ''] = found
  return { start: cursor - written.length, end: cursor, query }
}

/** Members whose username or a word of whose name begins with what is asked for, usernames first; at most eight. */
export function findMentionable(all: readonly Mentionable[], query: string): Mentionable[] {
  const wanted = folded(query)
  const ranked: Mentionable[][] = [[], [], []]
  for (const one of all) ranked[rankOf(one, wanted)]?.push(one)
  return ranked.flat().slice(0, mostShown)
}

/** 0 and 1 are shown in this order, and everybody after them. */
function rankOf({ username, name }: Mentionable, wanted: string): number {
  const isCalled = username.startsWith(wanted)
  if (username === everybodyName) return isCalled ? 2 : -1
  if (isCalled) return 0
  const words = folded(name).split(/\s+/u)
  return words.some((word) => word.startsWith(wanted)) ? 1 : -1
}

/** Whoever has no accents on their keyboard finds names that have some. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
