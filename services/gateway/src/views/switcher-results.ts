import { html } from 'ghtml'
import { avatarWithPresence } from './avatar-partial.ts'
import type { PersonView } from './model.ts'

/** What the quick switcher found, as options of its listbox. Options hold no links: scripts open them. */
export function switcherResults(people: readonly PersonView[]): string {
  if (people.length === 0)
    return '<div class="switcher-empty" role="option" aria-disabled="true" aria-selected="false">Nobody by that name.</div>'
  return people.map(option).join('')
}

function option(person: PersonView, index: number): string {
  const url = `/messages/chat/${person.username}/`
  return html`<div id="switch-${person.username}" class="switch" role="option" aria-selected="${index === 0}" data-href="${url}"><span class="person">!${avatarWithPresence(person)}<span class="person-words"><bdi class="person-name">${person.displayName}</bdi><span class="person-username">@${person.username}</span></span></span></div>`
}
