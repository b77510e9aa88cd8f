import { html } from 'ghtml'
import type { IconName } from '../icons/list.ts'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

/** The attributes of what is for one's own or others' alone, for those that are so, or for where something can be written. */
const items: readonly [action: string, icon: IconName, words: string, key: string, only?: string][] = [
  ['reply', 'reply', 'Reply', 'R', 'data-writes'],
  ['forward', 'forward', 'Forward', 'F'],
  ['edit', 'pencil', 'Edit', 'E', 'data-own data-writes'],
  ['copy', 'copy', 'Copy text', 'C'],
  ['link', 'link', 'Copy link', 'L'],
  ['pin', 'pin', 'Pin for everyone', 'P', 'data-when="!pinned" data-writes'],
  ['pin', 'pin-off', 'Unpin', 'P', 'data-when="pinned" data-writes'],
  ['save', 'bookmark', 'Save for yourself', 'S', 'data-when="!saved"'],
  ['save', 'bookmark-minus', 'Remove from saved', 'S', 'data-when="saved"'],
  ['delete', 'trash-2', 'Delete for everyone', 'Del', 'data-own'],
  ['report', 'flag', 'Report…', '', 'data-theirs'],
]

/** What one reacts with as long as one has not chosen others. */
export const quickReactions = ['👍', '❤️', '😂', '🎉', '😮', '😢'] as const

/** What one can do with a message. Opened by scripts beside it; what is only for one's own is left out elsewhere. */
export function messageMenu(context: RenderContext): string {
  return html`<div class="message-menu" role="menu" aria-label="Message"><div class="menu-reactions" role="group" aria-label="React" data-writes>!${quickReactions.map(quick).join('')}<button type="button" class="icon-button" role="menuitem" tabindex="-1" data-action="pick" aria-label="Another emoji" title="Another emoji (+)">!${icon(context, 'smile-plus')}</button></div>!${items.map((one) => item(context, one)).join('')}</div>`
}

function quick(emoji: string): string {
  return html`<button type="button" class="icon-button" role="menuitem" tabindex="-1" data-action="react" data-emoji="${emoji}">${emoji}</button>`
}

function item(context: RenderContext, [action, name, words, key, only = '']: (typeof items)[number]): string {
  return html`<button type="button" class="panel-item" role="menuitem" tabindex="-1" data-action="${action}" !${only}>!${icon(context, name)}${words}!${key === '' ? '' : html`<kbd>${key}</kbd>`}</button>`
}
