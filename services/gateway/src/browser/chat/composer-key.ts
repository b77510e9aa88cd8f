export interface ComposerKey {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  isComposing: boolean
  keyCode: number
}

/**
 * What a key means in the composer. While an input method is open, Enter chooses what it offers; Safari ends the
 * composition before it tells of that Enter, whose code is then 229.
 */
export function composerKey(event: ComposerKey, isEmpty: boolean): 'send' | 'lastMessage' | undefined {
  if (event.isComposing || event.keyCode === 229) return undefined
  if (event.key === 'Enter' && !event.shiftKey && !event.altKey) return 'send'
  const hasModifier = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey
  return event.key === 'ArrowUp' && isEmpty && !hasModifier ? 'lastMessage' : undefined
}
