/** What a key opens, wherever one is in the page. `isWriting`: the focus is where text goes. */
export function shortcutOf(
  event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; isComposing: boolean },
  isWriting: boolean,
): 'switcher' | 'shortcuts' | undefined {
  if (event.isComposing || event.altKey) return undefined
  const hasControl = event.ctrlKey || event.metaKey
  if (hasControl && event.key.toLowerCase() === 'k') return 'switcher'
  if (!hasControl && event.key === '?' && !isWriting) return 'shortcuts'
  return undefined
}
