import { html } from 'ghtml'
import { hue, initials } from './avatar.ts'
import type { PersonView } from './model.ts'

/** A disc with initials. It always stands beside the name, so screen readers pass it over. */
export function avatar(person: PersonView, size: 'small' | 'medium' | 'large' = 'medium'): string {
  return html`<span class="avatar" data-size="${size}" data-slot="avatar" data-hue="${hue(person.username)}" aria-hidden="true">${initials(person.displayName)}</span>`
}

/** The same with a dot while the person is online. */
export function avatarWithPresence(person: PersonView): string {
  return html`<span class="avatar-presence">!${avatar(person)}<span class="dot" data-slot="presence" !${person.online ? '' : 'hidden'}><span class="sr-only">Online</span></span></span>`
}
