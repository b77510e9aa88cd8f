import { allWithin } from './elements.ts'

/** Whether Cmd is what Ctrl is elsewhere. */
export const isApple = /^(?:Mac|iP)/.test(navigator.platform)

/** Names the key as it is named here. */
export function nameModifierKey(document: Document): void {
  if (isApple) for (const key of allWithin(document, '[data-mod]', HTMLElement)) key.textContent = '⌘'
}
