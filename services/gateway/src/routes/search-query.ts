/** What somebody looks for by name. What is longer than any name finds what its beginning finds. */
export function searchQuery(given: unknown): string {
  const text = typeof given === 'string' ? given.slice(0, 200) : ''
  const sound = text.toWellFormed().replaceAll('\0', '').trim()
  return Array.from(sound).slice(0, 100).join('')
}
