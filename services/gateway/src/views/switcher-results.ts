import { html } from 'ghtml'
import { avatar, avatarWithPresence } from './avatar-partial.ts'
import { chatUrl } from './chat-address.ts'
import { memberWords } from './member-words.ts'
import type { PartyView } from './model.ts'

/** What the quick switcher found, as options of its listbox. Options hold no links: scripts open them. */
export function switcherResults(parties: readonly PartyView[]): string {
  if (parties.length === 0)
    return '<div class="switcher-empty" role="option" aria-disabled="true" aria-selected="false">Nobody by that name.</div>'
  return parties.map(option).join('')
}

function option(party: PartyView, index: number): string {
  const [id, face, more] =
    'group' in party
      ? [`group-${party.group}`, avatar(party), memberWords(party.count ?? 0)]
      : [party.username, avatarWithPresence(party), `@${party.username}`]
  return html`<div id="switch-${id}" class="switch" role="option" aria-selected="${index === 0}" data-href="${chatUrl(party)}"><span class="person">!${face}<span class="person-words"><bdi class="person-name">${party.displayName}</bdi><span class="person-username">${more}</span></span></span></div>`
}
