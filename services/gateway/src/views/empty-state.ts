import { html } from 'ghtml'
import type { IconName } from '../icons/list.ts'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

export interface EmptyState {
  icon: IconName
  heading: string
  words: string
  /** Rendered already: what to do next. */
  action?: string
}

/** What stands where there is nothing yet: why, and what to do next. */
export function emptyState(context: RenderContext, state: EmptyState): string {
  return html`<div class="empty"><span class="empty-icon">!${icon(context, state.icon)}</span><h2>${state.heading}</h2><p>${state.words}</p>!${state.action === undefined ? '' : `<p class="empty-action">${state.action}</p>`}</div>`
}
