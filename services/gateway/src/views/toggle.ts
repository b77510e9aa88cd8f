import { html } from 'ghtml'

export interface ToggleParts {
  name: string
  label: string
  /** What comes of it, said with the switch by screen readers. */
  hint: string
  isOn: boolean
}

/** Something that is on or off: sent as `true` or `false`, never left out. */
export function toggle({ name, label, hint, isOn }: ToggleParts): string {
  const id = `toggle-${name}`
  return html`<div class="toggle"><input type="hidden" name="${name}" value="false"><input class="toggle-input" id="${id}" type="checkbox" role="switch" name="${name}" value="true" aria-describedby="${id}-hint" !${isOn ? 'checked' : ''}><label for="${id}">${label}</label><p class="toggle-hint" id="${id}-hint">${hint}</p></div>`
}
