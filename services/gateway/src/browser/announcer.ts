import { byId } from './elements.ts'

const longest = 200

/** Tells screen readers, when they have a moment. */
export function announce(text: string): void {
  const region = byId('announcer', HTMLElement)
  if (region === undefined) return
  const words = text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text
  // The same words twice are only heard twice if something changed in between.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words
}
