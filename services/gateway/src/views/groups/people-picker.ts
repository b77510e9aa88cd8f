import { html } from 'ghtml'
import { avatar } from '../avatar-partial.ts'
import { icon } from '../icon.ts'
import type { PersonView, RenderContext } from '../model.ts'
import type { PickedPerson } from './model.ts'

export interface PeoplePickerParts {
  label: string
  error: string | undefined
  people: readonly PickedPerson[]
}

/**
 * People to be chosen: a field for usernames, in whose place scripts put what is in the template, a search whose finds
 * become chips. What is sent is the same.
 */
export function peoplePicker(context: RenderContext, { label, error, people }: PeoplePickerParts): string {
  const described = html`aria-describedby="field-people-hint!${error === undefined ? '' : ' field-people-error'}" !${error === undefined ? '' : 'aria-invalid="true"'}`
  const names = people.map(({ username }) => username).join(' ')
  return html`<div class="field" data-picker data-invalid="${error !== undefined}"><label for="field-people">${label}</label><p class="field-hint" id="field-people-hint"><span class="without-script">Their usernames, with spaces between them.</span><span class="needs-script">Search by name, and choose from the list.</span></p>!${error === undefined ? '' : html`<p class="field-error" id="field-people-error"><span class="sr-only">Error: </span>${error}</p>`}<input class="input" id="field-people" name="people" type="text" value="${names}" autocomplete="off" autocapitalize="none" spellcheck="false" !${described}><template data-part="picker"><div class="picker"><div class="picker-box"><ul class="chips" aria-label="Chosen">!${people.map((one) => chip(context, one)).join('')}</ul><input id="field-people" class="picker-input" type="text" name="q" role="combobox" aria-expanded="false" aria-controls="picker-results" aria-autocomplete="list" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" hx-get="/messages/groups/people/" hx-trigger="input delay:120ms, parley:open" hx-target="#picker-results" hx-swap="innerHTML" !${described}></div><div id="picker-results" class="picker-results" role="listbox" aria-label="People" hidden></div></div></template><template data-part="chip">!${chip(context, { username: '', displayName: '' })}</template></div>`
}

/** What the search of a picker found, as options of its listbox. */
export function pickerResults(people: readonly PersonView[]): string {
  if (people.length === 0)
    return '<div class="switcher-empty" role="option" aria-disabled="true" aria-selected="false">Nobody by that name.</div>'
  return people.map(option).join('')
}

function option(person: PersonView): string {
  return html`<div id="pick-${person.username}" class="switch" role="option" aria-selected="false" data-username="${person.username}" data-name="${person.displayName}"><span class="person">!${avatar(person)}<span class="person-words"><bdi class="person-name">${person.displayName}</bdi><span class="person-username">@${person.username}</span></span></span></div>`
}

function chip(context: RenderContext, { username, displayName, unknown }: PickedPerson): string {
  const name = displayName ?? `@${username}`
  const picture = displayName === undefined ? '' : avatar({ username, displayName }, 'small')
  return html`<li class="chip" data-username="${username}" !${unknown ? 'data-unknown' : ''}>!${picture}<bdi class="chip-name" data-slot="name">${name}</bdi><button class="chip-remove" type="button" aria-label="Leave out ${name}">!${icon(context, 'x')}</button></li>`
}
