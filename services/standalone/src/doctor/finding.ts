/** One line of the doctor's: a part, how it is, and what to do where it is not well. */
export interface Finding {
  part: string
  well: boolean
  text: string
  advice?: string
}

export function well(part: string, text: string): Finding {
  return { part, well: true, text }
}

export function ill(part: string, text: string, advice: string): Finding {
  return { part, well: false, text, advice }
}

/** An error in a few words, without an address's password. */
export function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return (
    text
      .split('\n')[0]
      ?.replace(/:\/\/[^@\s]*@/g, '://…@')
      .slice(0, 200)
      .replace(/\.$/, '') ?? ''
  )
}
