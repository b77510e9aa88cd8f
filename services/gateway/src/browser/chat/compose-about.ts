import { byId, slot } from '../elements.ts'

/** What the composer's text is about: a message that is edited, as it was, or one that is replied to. */
export type About = { kind: 'edit'; n: number; text: string } | { kind: 'reply'; n: number; author: string }

/** Says above the composer what its text is about; nothing where it is a message by itself. */
export function showAbout(about: About | undefined): void {
  const bar = byId('compose-about', HTMLElement)
  if (bar === undefined) return
  bar.hidden = about === undefined
  bar.dataset.about = about?.kind ?? ''
  const words = slot(bar, 'about')
  if (words === null || words === undefined || about === undefined) return
  words.textContent = about.kind === 'edit' ? 'Editing your message' : `Replying to ${about.author}`
}

/** Calls when one does not want that any more. */
export function onCancel(cancel: () => void): void {
  byId('compose-about', HTMLElement)?.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-action="cancel"]') !== null) cancel()
  })
}
