import { html } from 'ghtml'
import { avatarWithPresence } from './avatar-partial.ts'
import { icon } from './icon.ts'
import type { RenderContext, TargetView } from './model.ts'

/** To whom a message can be forwarded, as options of a listbox in which scripts choose several. */
export function forwardOptions(context: RenderContext, targets: readonly TargetView[]): string {
  if (targets.length === 0)
    return '<div class="switcher-empty" role="option" aria-disabled="true" aria-selected="false">Nobody by that name.</div>'
  return targets.map((target) => option(context, target)).join('')
}

function option(context: RenderContext, { conversation, person }: TargetView): string {
  return html`<div id="forward-${person.username}" class="switch" role="option" aria-selected="false" data-conversation="${conversation}" data-name="${person.displayName}"><span class="person">!${avatarWithPresence(person)}<span class="person-words"><bdi class="person-name">${person.displayName}</bdi><span class="person-username">@${person.username}</span></span><span class="switch-check">!${icon(context, 'check')}</span></span></div>`
}
