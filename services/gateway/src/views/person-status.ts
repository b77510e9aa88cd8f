import { html } from 'ghtml'
import type { PersonView, RenderContext, StatusView } from './model.ts'

/** What somebody says of themselves, in one line beside their name; nothing where they say nothing, or its time is over. */
export function personStatus(context: RenderContext, { status }: PersonView): string {
  return isShown(context, status) ? line(status) : ''
}

/** The same where it may come and go: in the markup from the beginning, so that a push only changes it. */
export function liveStatus(context: RenderContext, { status }: PersonView): string {
  return isShown(context, status) ? line(status) : line({ emoji: '', text: '' })
}

/** Whether it is there, and its time not over. */
export function isShown(context: RenderContext, status: StatusView | undefined): status is StatusView {
  return status !== undefined && (status.until === undefined || status.until > context.now)
}

function line({ emoji, text, until = '' }: StatusView): string {
  const isEmpty = emoji === '' && text === ''
  return html`<span class="person-status" data-slot="person-status" data-until="${until}" title="${text}" !${isEmpty ? 'hidden' : ''}><span class="sr-only">Status: </span><span class="person-status-emoji" data-slot="status-emoji">${emoji}</span><bdi class="person-status-text" data-slot="status-text">${text}</bdi></span>`
}
