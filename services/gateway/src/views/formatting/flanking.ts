/**
 * Where marks like `**` count. They hug words from outside: `2*3*4`, `snake_case`, `/_path_/` and `¯\_(ツ)_/¯` stay
 * as they are. Scripts without spaces between words, and Korean with its endings, have no outside; there they count
 * anywhere.
 */
export function canOpen(before: string, after: string): boolean {
  return !/[\\/]$/.test(before) && !isWithinWord(before) && /^[^\s\p{Pe}\p{Pf}.,;:!?…\\/]/u.test(after)
}

export function canClose(before: string, after: string): boolean {
  return /\S$/.test(before) && !/^[\\/]/.test(after) && !startsWord(after)
}

/** Whether what follows this stands in the middle of a word. */
export function isWithinWord(before: string): boolean {
  return /[\p{L}\p{N}\p{M}]$/u.test(before) && !endsUnspaced.test(before)
}

function startsWord(after: string): boolean {
  return /^[\p{L}\p{N}\p{M}]/u.test(after) && !startsUnspaced.test(after)
}

const unspaced =
  '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}]'
const endsUnspaced = new RegExp(`${unspaced}$`, 'u')
const startsUnspaced = new RegExp(`^${unspaced}`, 'u')
