import { html } from 'ghtml'
import type { IconName } from '../icons/list.ts'
import { icon } from './icon.ts'
import type { MessageState, RenderContext } from './model.ts'

/** Every state that a message of one's own can be in, in its usual order. */
export const messageStates: readonly MessageState[] = [
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
]

const looks: Record<MessageState, { icon: IconName; words: string }> = {
  sending: { icon: 'clock', words: 'Sending' },
  sent: { icon: 'check', words: 'Sent' },
  delivered: { icon: 'check-check', words: 'Delivered' },
  read: { icon: 'check-check', words: 'Read' },
  failed: { icon: 'circle-alert', words: 'Not sent' },
  unknown: { icon: 'circle-question-mark', words: 'Not confirmed' },
}

/** How far a message of one's own got, and what one can do about it where something went wrong. */
export function status(context: RenderContext, state: MessageState): string {
  const look = looks[state]
  return html`<span class="status" data-status="${state}" title="${look.words}">!${icon(context, look.icon)}<span class="status-words">${look.words}</span>!${actions(state)}</span>`
}

function actions(state: MessageState): string {
  const retry = '<button type="button" class="link-button" data-action="retry">Retry</button>'
  if (state === 'unknown') return retry
  if (state !== 'failed') return ''
  return `${retry}<button type="button" class="link-button" data-action="discard">Discard</button>`
}
