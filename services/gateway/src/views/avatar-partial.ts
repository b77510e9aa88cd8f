import { html } from 'ghtml'
import { hue, initials } from './avatar.ts'
import type { PartyView, PersonView } from './model.ts'

/** A disc with initials, of a group a square with round corners. It always stands beside the name, so screen readers pass it over. */
export function avatar(party: PartyView, size: 'small' | 'medium' | 'large' = 'medium'): string {
  const isGroup = 'group' in party
  return html`<span class="avatar" data-size="${size}" data-slot="avatar" data-hue="${hue(isGroup ? party.group : party.username)}" !${isGroup ? 'data-group' : ''} aria-hidden="true">${initials(party.displayName)}</span>`
}

/** The same with a dot while the person is online. */
export function avatarWithPresence(person: PersonView): string {
  return html`<span class="avatar-presence">!${avatar(person)}<span class="dot" data-slot="presence" !${person.online ? '' : 'hidden'}><span class="sr-only">Online</span></span></span>`
}
