import { html } from 'ghtml'
import { conversationList, listUrl } from './conversation-list.ts'
import { emptyState } from './empty-state.ts'
import { firstSteps } from './first-steps.ts'
import { icon } from './icon.ts'
import type { InboxView, RenderContext } from './model.ts'

/** The conversations at the left of a wide screen; the whole inbox on a phone. */
export function listPane(context: RenderContext, view: InboxView, headingLevel: 'h1' | 'h2'): string {
  const [short, whole] = view.archived
    ? ['Nothing is archived.', nothingArchived(context)]
    : ['No conversations yet.', firstSteps(context)]
  return html`<section class="list-pane" aria-label="Conversations">!${head(context, view, headingLevel)}<div class="list-scroll">!${conversationList(context, view)}<div id="conversations-empty" class="list-empty"><p class="list-empty-short">${short}</p><div class="list-empty-whole">!${whole}</div></div>!${pages(view)}!${view.archived ? '' : foot(context)}</div></section>`
}

/** Where nothing has been put away. */
export function nothingArchived(context: RenderContext): string {
  return emptyState(context, {
    icon: 'archive',
    heading: 'Nothing is archived',
    words: 'What you archive leaves your list and waits here until there is a new message.',
    action: '<a class="button" data-variant="quiet" href="/messages/">Back to your messages</a>',
  })
}

function head(context: RenderContext, view: InboxView, level: 'h1' | 'h2'): string {
  if (view.archived)
    return html`<header class="pane-head pane-head-back"><a class="icon-button" href="/messages/" aria-label="Back to your messages" data-tip="Back to your messages">!${icon(context, 'arrow-left')}</a><!${level} id="list-title" class="pane-title">Archived</!${level}></header>`
  return html`<header class="pane-head"><!${level} id="list-title" class="pane-title">Messages</!${level}><span class="pane-actions"><a class="icon-button" href="/messages/groups/new/" aria-label="New group" data-tip="New group">!${icon(context, 'user-round-group')}</a><a class="icon-button" href="/people/" aria-label="Find people" data-tip="Find people">!${icon(context, 'message-circle-plus')}</a></span></header>`
}

function pages(view: InboxView): string {
  const newest = html`<a class="button" data-variant="quiet" href="${listUrl(view)}">Back to the newest</a>`
  const older = html`<a class="button" data-variant="quiet" rel="next" href="${listUrl(view, view.before)}">Older conversations</a>`
  const links = (view.olderThan === undefined ? '' : newest) + (view.before ? older : '')
  return links === '' ? '' : `<nav class="list-pages" aria-label="Pages">${links}</nav>`
}

function foot(context: RenderContext): string {
  return html`<div class="list-foot"><a class="panel-item" href="/messages/?archived=1">!${icon(context, 'archive')}Archived</a><a class="panel-item" href="/messages/saved/">!${icon(context, 'bookmark')}Saved</a></div>`
}
