import { html } from 'ghtml'
import { document } from './document.ts'
import { emptyState } from './empty-state.ts'
import { firstSteps } from './first-steps.ts'
import { listPane, nothingArchived } from './list-pane.ts'
import type { Chrome, InboxView } from './model.ts'
import { listTemplates } from './templates.ts'

/** The inbox: conversations by last activity, and for a first visitor what to do. */
export function inboxPage(chrome: Chrome, view: InboxView): string {
  return document(chrome, {
    title: view.archived ? 'Archived' : 'Messages',
    page: 'inbox',
    place: 'messages',
    skip: 'Skip to your conversations',
    main: html`<div class="panes" data-pane="list">!${listPane(chrome, view, 'h1')}<section class="chat-pane" aria-label="Chat">!${beside(chrome, view)}</section></div>`,
    templates: listTemplates(chrome),
  })
}

function beside(chrome: Chrome, view: InboxView): string {
  if (view.conversations.length === 0) return view.archived ? nothingArchived(chrome) : firstSteps(chrome)
  return emptyState(chrome, {
    icon: 'message-circle',
    heading: 'Choose a conversation',
    words: view.archived
      ? 'What you have archived is at the left, until there is a new message.'
      : 'What people write to you is at the left, the newest first.',
  })
}
