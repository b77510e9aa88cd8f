import { html } from 'ghtml'
import { avatarWithPresence } from './avatar-partial.ts'
import { icon } from './icon.ts'
import type { PersonView, RenderContext } from './model.ts'
import { personStatus } from './person-status.ts'

/** One person in the directory: to their profile, or straight to the chat. */
export function personRow(context: RenderContext, person: PersonView): string {
  const label = `Message ${person.displayName}`
  return html`<li class="person-row"><a class="person" href="/people/${person.username}/">!${avatarWithPresence(person)}<span class="person-words"><span class="person-line"><bdi class="person-name">${person.displayName}</bdi>!${personStatus(context, person)}</span><span class="person-username">@${person.username}</span></span></a><a class="icon-button" href="/messages/chat/${person.username}/" aria-label="${label}">!${icon(context, 'message-circle')}</a></li>`
}
