/** Whether there can be marks in a text. Most have none, and finding that out must cost as good as nothing. */
export function mayBeFormatted(text: string): boolean {
  return within.test(text) || atStart.test(text)
}

// Each alternative of the first begins with a character of its own, so that the rest is skipped over quickly.
const within = /[*_~`]|\]\(|\n[ \t]*(?:[>-]|\d{1,9}[.)])[ \t]/
const atStart = /^[ \t]*(?:[>-]|\d{1,9}[.)])[ \t]/
