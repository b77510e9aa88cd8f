import { html } from 'ghtml'
import { type ArrangeItem, arrangeItems, fits, muteItems, personItems, statesOf } from './arrange-items.ts'
import { avatar } from './avatar-partial.ts'
import { actionUrl } from './chat-address.ts'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { icon } from './icon.ts'
import type { ArrangePageView, Chrome, PersonView } from './model.ts'
import { moment } from './moment.ts'

/** One conversation, and what one can do with it for oneself: what the menu beside it is where there are scripts. */
export function arrangePage(chrome: Chrome, view: ArrangePageView): string {
  const { peer, own, problem } = view
  const states = statesOf(own, view)
  const shown = arrangeItems.filter((one) => fits(one, states))
  return document(chrome, {
    title: 'group' in peer ? peer.displayName : `Conversation with ${peer.displayName}`,
    page: 'arrange',
    place: 'messages',
    main: html`<div class="sheet arrange"><p class="back-line"><a class="button" data-variant="quiet" href="${view.backUrl}">!${icon(chrome, 'arrow-left')}Back</a></p><header class="sheet-head arrange-head">!${avatar(peer)}<h1><bdi>${peer.displayName}</bdi></h1></header>!${problem === undefined ? '' : html`<p class="compose-problem" role="alert">${problem}</p>`}<form method="post" action="${actionUrl(peer, 'arrange')}">!${csrfField(chrome)}<input type="hidden" name="from" value="${view.from}"><p class="arrange-words">!${words(chrome, view)}</p><ul class="arrange-list">!${buttons(chrome, shown)}</ul>!${states.has('muted') ? '' : muting(chrome, 'group' in peer)}</form>!${'group' in peer ? '' : pages(chrome, peer, view, states)}</div>`,
  })
}

function muting(chrome: Chrome, isGroup: boolean): string {
  const items = muteItems.filter(({ inGroupsOnly = false }) => isGroup || !inGroupsOnly)
  return html`<h2 class="arrange-group">Mute</h2><p class="arrange-words">Its messages are shown in your list, and nowhere else.</p><ul class="arrange-list">!${buttons(chrome, items)}</ul>`
}

function pages(
  chrome: Chrome,
  { username }: PersonView,
  { from }: ArrangePageView,
  states: ReadonlySet<string>,
): string {
  const back = from === 'chat' ? 'chat' : 'list'
  const items = personItems
    .filter((one) => fits(one, states))
    .map(
      ({ page, icon: name, words: says }) =>
        html`<li><a class="panel-item" href="/messages/${page}/${username}/?from=${back}">!${icon(chrome, name)}${says}</a></li>`,
    )
  return html`<h2 class="arrange-group">Person</h2><ul class="arrange-list">!${items.join('')}</ul>`
}

function buttons(chrome: Chrome, items: readonly ArrangeItem[]): string {
  return items
    .map(
      ({ action, icon: name, words: says }) =>
        html`<li><button class="panel-item" type="submit" name="action" value="${action}">!${icon(chrome, name)}${says}</button></li>`,
    )
    .join('')
}

function words(chrome: Chrome, { own }: ArrangePageView): string {
  const muted = own?.mutedUntil
    ? html`Muted until !${moment(chrome, own.mutedUntil, 'full')}.`
    : own?.hearsMentions
      ? 'Muted, but for mentions, until you turn it on again.'
      : 'Muted until you turn it on again.'
  return [own?.pinned && 'Pinned.', own?.archived && 'Archived.', own?.muted && muted]
    .filter(Boolean)
    .join(' ')
}
