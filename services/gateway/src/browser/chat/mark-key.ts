import type { Mark } from './toggle-mark.ts'

export interface MarkKey {
  key: string
  code: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  isComposing: boolean
}

/** Which mark a key sets in the composer. On Apple's systems Ctrl moves the caret: there it is Cmd. */
export function markKey(event: MarkKey, isApple: boolean): Mark | undefined {
  // Ctrl and Alt together are AltGr, which writes characters.
  const hasControl = isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  if (!hasControl || event.altKey || event.isComposing) return undefined
  return marks.get(`${event.shiftKey ? 'shift ' : ''}${letter(event)}`)
}

const marks = new Map<string, Mark>([
  ['b', 'bold'],
  ['i', 'italic'],
  ['e', 'code'],
  ['shift x', 'strike'],
])

/** Keyboards of other scripts have no Latin letters; there the place of the key counts. */
function letter({ key, code }: MarkKey): string {
  return (/^[a-z]$/i.test(key) ? key : code.replace(/^Key/, '')).toLowerCase()
}
