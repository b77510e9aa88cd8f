import { byId, clone } from '../elements.ts'

/** The line above what came since one last looked. */
export function showNewLine(above: HTMLElement): void {
  byId('new-line', HTMLElement)?.remove()
  const line = clone('tpl-new-line', HTMLElement)
  if (line !== undefined) above.before(line)
}

export function hideNewLine(): void {
  byId('new-line', HTMLElement)?.remove()
}
