import { html } from 'ghtml'

/** Keys that are pressed together, by their names. */
export function keys(names: readonly string[]): string {
  return names.map((name) => html`<kbd !${name === 'Ctrl' ? 'data-mod' : ''}>${name}</kbd>`).join('')
}
