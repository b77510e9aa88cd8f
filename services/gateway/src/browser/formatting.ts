import { mayBeFormatted } from '../views/formatting/may-be-formatted.ts'
import type { Parse } from '../views/formatting/piece.ts'

let known: Parse | undefined
let loading: Promise<Parse> | undefined

/**
 * Shows a text by `show`, which may be called twice: what knows the marks comes with the first text that has some, and
 * until then they are shown as they were written. So they stay where it cannot be had.
 */
export function withFormatting(text: string, show: (parse: Parse) => void): void {
  if (known !== undefined || !mayBeFormatted(text)) return show(known ?? asWritten)
  show(asWritten)
  fetchFormatting(text).then(show, () => {})
}

/** What knows the marks of this text, if it has any and that can be had. For what is shown once and for all. */
export async function formattingOf(text: string): Promise<Parse> {
  return known ?? (await fetchFormatting(text).catch(() => asWritten))
}

/** Fetches it beforehand: while somebody writes there is time. */
export async function fetchFormatting(text: string): Promise<Parse> {
  if (known !== undefined || !mayBeFormatted(text)) return known ?? asWritten
  loading ??= import('../views/formatting/parse.ts').then(({ parse }) => (known = parse))
  try {
    return await loading
  } catch (error) {
    // Without a network now; perhaps there is one for the next text.
    loading = undefined
    throw error
  }
}

function asWritten(text: string): string[] {
  return [text]
}
