import { html } from 'ghtml'
import type { IconName } from '../icons/list.ts'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

interface MenuItem {
  action: string
  icon: IconName
  words: string
  key?: string
  ownOnly?: boolean
  /** Only for what others wrote. */
  theirsOnly?: boolean
  /** Not to be done where nothing can be written. */
  writes?: boolean
}

const items: readonly MenuItem[] = [
  { action: 'reply', icon: 'reply', words: 'Reply', key: 'R', writes: true },
  { action: 'edit', icon: 'pencil', words: 'Edit', key: 'E', ownOnly: true, writes: true },
  { action: 'copy', icon: 'copy', words: 'Copy text', key: 'C' },
  { action: 'delete', icon: 'trash-2', words: 'Delete for everyone', key: 'Del', ownOnly: true },
  { action: 'report', icon: 'flag', words: 'Report…', theirsOnly: true },
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

function item(
  context: RenderContext,
  { action, icon: name, words, key, ownOnly, theirsOnly, writes }: MenuItem,
): string {
  return html`<button type="button" class="panel-item" role="menuitem" tabindex="-1" data-action="${action}" !${ownOnly ? 'data-own' : ''} !${theirsOnly ? 'data-theirs' : ''} !${writes ? 'data-writes' : ''}>!${icon(context, name)}${words}!${key === undefined ? '' : html`<kbd>${key}</kbd>`}</button>`
}
