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
export type ArrangeState = `${'' | '!'}${'pinned' | 'unread' | 'muted' | 'archived'}`

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

/** Whether an item belongs to a conversation that is so. */
export function fits({ when }: Pick<ArrangeItem, 'when'>, states: ReadonlySet<string>): boolean {
  return when.startsWith('!') ? !states.has(when.slice(1)) : states.has(when)
}

export function statesOf(own: OwnView | undefined, unread: number): Set<string> {
  const is = { ...own, unread: unread > 0 || own?.marked === true }
  return new Set(Object.entries(is).flatMap(([name, value]) => (value === true ? [name] : [])))
}

/** What scripts open beside a conversation: all items, of which they leave out what does not fit. */
export function arrangeMenu(context: RenderContext): string {
  return html`<div class="arrange-menu" role="menu" popover="auto">!${arrangeItems.map((one) => menuItem(context, one)).join('')}<p class="arrange-group" id="arrange-mute" data-when="!muted">Mute</p>!${muteItems.map((one) => menuItem(context, one)).join('')}</div>`
}

function menuItem(
  context: RenderContext,
  { action, icon: name, words, when, inGroupsOnly }: ArrangeItem,
): string {
  const group = action.startsWith('mute') ? 'aria-describedby="arrange-mute"' : ''
  return html`<button type="button" class="panel-item" role="menuitem" tabindex="-1" data-arrange="${action}" data-when="${when}" !${group} !${inGroupsOnly ? 'data-in-groups-only' : ''}>!${icon(context, name)}${words}</button>`
}
