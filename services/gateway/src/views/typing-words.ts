const mostNames = 3

/** Who is writing something, of those whose names are known. */
export function typingWords(names: readonly string[]): string {
  const [last = ''] = names.slice(-1)
  if (names.length === 0) return ''
  if (names.length === 1) return `${last} is typing`
  if (names.length > mostNames) return 'Several people are typing'
  return `${names.slice(0, -1).join(', ')} and ${last} are typing`
}
