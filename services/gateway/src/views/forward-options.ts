import { html } from 'ghtml'
import { avatar, avatarWithPresence } from './avatar-partial.ts'
import { icon } from './icon.ts'
import { memberWords } from './member-words.ts'
import type { RenderContext, TargetView } from './model.ts'

/** To whom a message can be forwarded, as options of a listbox in which scripts choose several. */
export function forwardOptions(context: RenderContext, targets: readonly TargetView[]): string {
  if (targets.length === 0)
    return '<div class="switcher-empty" role="option" aria-disabled="true" aria-selected="false">Nobody by that name.</div>'
  return targets.map((target) => option(context, target)).join('')
}

function option(context: RenderContext, { conversation, party }: TargetView): string {
  const [id, face, more] =
    'group' in party
      ? [`group-${party.group}`, avatar(party), memberWords(party.count ?? 0)]
      : [party.username, avatarWithPresence(party), `@${party.username}`]
  return html`<div id="forward-${id}" class="switch" role="option" aria-selected="false" data-conversation="${conversation}" data-name="${party.displayName}"><span class="person">!${face}<span class="person-words"><bdi class="person-name">${party.displayName}</bdi><span class="person-username">${more}</span></span><span class="switch-check">!${icon(context, 'check')}</span></span></div>`
}
