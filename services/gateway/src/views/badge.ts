/** A count as a badge shows it: nothing for none, at most two digits. */
export function badgeText(count: number): string {
  if (count <= 0) return ''
  return count > 99 ? '99+' : String(count)
}

/** The same for screen readers. */
export function badgeWords(count: number): string {
  if (count <= 0) return 'No unread messages'
  return count === 1 ? '1 unread message' : `${count} unread messages`
}

/** The document's title with its count in front. */
export function titleText(title: string, count: number): string {
  const badge = badgeText(count)
  return `${badge === '' ? '' : `(${badge}) `}${title} · Parley`
}
