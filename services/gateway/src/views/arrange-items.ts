import { html } from 'ghtml'
import type { IconName } from '../icons/list.ts'
import type { ArrangeAction } from './arrangements.ts'
import { icon } from './icon.ts'
import type { OwnView, RenderContext } from './model.ts'

/** Something that can be done with a conversation while it is as `when` says. */
export interface ArrangeItem {
  action: ArrangeAction
  icon: IconName
  words: string
  when: ArrangeState
  /** Where nobody is mentioned it is not offered. */
  inGroupsOnly?: boolean
}

/** A state of a conversation, or with `!` its absence; `unread` where something is unread or marked so. */
export type ArrangeState = `${'' | '!'}${'pinned' | 'unread' | 'muted' | 'archived' | 'blocked'}`

export const arrangeItems: readonly ArrangeItem[] = [
  { action: 'pin', icon: 'pin', words: 'Pin to the top', when: '!pinned' },
  { action: 'unpin', icon: 'pin-off', words: 'Unpin', when: 'pinned' },
  { action: 'mark-unread', icon: 'circle-dot', words: 'Mark as unread', when: '!unread' },
  { action: 'mark-read', icon: 'check-check', words: 'Mark as read', when: 'unread' },
  { action: 'archive', icon: 'archive', words: 'Archive', when: '!archived' },
  { action: 'unarchive', icon: 'archive-restore', words: 'Move back to the list', when: 'archived' },
  { action: 'unmute', icon: 'bell', words: 'Turn notifications on', when: 'muted' },
]

export const muteItems: readonly ArrangeItem[] = [
  { action: 'mute-hour', icon: 'clock', words: 'For an hour', when: '!muted' },
  { action: 'mute-8-hours', icon: 'clock', words: 'For eight hours', when: '!muted' },
  { action: 'mute-day', icon: 'clock', words: 'For a day', when: '!muted' },
  { action: 'mute', icon: 'bell-off', words: 'Until I turn it on again', when: '!muted' },
  {
    action: 'mute-but-mentions',
    icon: 'at-sign',
    words: 'Mute, but for mentions',
    when: '!muted',
    inGroupsOnly: true,
  },
]

/** What has a page of its own, about the person whom a conversation of two is with. */
export const personItems: readonly (Omit<ArrangeItem, 'action' | 'when'> & {
  page: 'block' | 'report'
  when?: ArrangeState
})[] = [
  { page: 'block', icon: 'ban', words: 'Block…', when: '!blocked' },
  { page: 'block', icon: 'ban', words: 'Unblock…', when: 'blocked' },
  { page: 'report', icon: 'flag', words: 'Report…' },
]

/** Whether an item belongs to a conversation that is so. */
export function fits({ when }: { when?: ArrangeState }, states: ReadonlySet<string>): boolean {
  if (when === undefined) return true
  return when.startsWith('!') ? !states.has(when.slice(1)) : states.has(when)
}

export function statesOf(
  own: OwnView | undefined,
  { unread, isBlocked }: { unread: number; isBlocked: boolean },
): Set<string> {
  const is = { ...own, unread: unread > 0 || own?.marked === true, blocked: isBlocked }
  return new Set(Object.entries(is).flatMap(([name, value]) => (value === true ? [name] : [])))
}

/** What scripts open beside a conversation: all items, of which they leave out what does not fit. */
export function arrangeMenu(context: RenderContext): string {
  return html`<div class="arrange-menu" role="menu" popover="auto">!${arrangeItems.map((one) => menuItem(context, one)).join('')}<p class="arrange-group" id="arrange-mute" data-when="!muted">Mute</p>!${muteItems.map((one) => menuItem(context, one)).join('')}<hr data-of-person>!${personItems.map((one) => personItem(context, one)).join('')}</div>`
}

function menuItem(
  context: RenderContext,
  { action, icon: name, words, when, inGroupsOnly }: ArrangeItem,
): string {
  const group = action.startsWith('mute') ? 'aria-describedby="arrange-mute"' : ''
  return html`<button type="button" class="panel-item" role="menuitem" tabindex="-1" data-arrange="${action}" data-when="${when}" !${group} !${inGroupsOnly ? 'data-in-groups-only' : ''}>!${icon(context, name)}${words}</button>`
}

/** Scripts fill in whose page it is. */
function personItem(context: RenderContext, { page, icon: name, words, when }: (typeof personItems)[number]) {
  return html`<a class="panel-item" role="menuitem" tabindex="-1" href="/messages/${page}/" data-page="${page}" data-of-person !${when === undefined ? '' : html`data-when="${when}"`}>!${icon(context, name)}${words}</a>`
}
