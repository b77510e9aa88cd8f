import { html } from 'ghtml'
import { conversationList } from './conversation-list.ts'
import { firstSteps } from './first-steps.ts'
import { icon } from './icon.ts'
import type { InboxView, RenderContext } from './model.ts'

/** The conversations at the left of a wide screen; the whole inbox on a phone. */
export function listPane(context: RenderContext, view: InboxView, headingLevel: 'h1' | 'h2'): string {
  return html`<section class="list-pane" aria-label="Conversations"><header class="pane-head"><!${headingLevel} id="list-title" class="pane-title">Messages</!${headingLevel}><a class="icon-button" href="/people/" aria-label="Find people" data-tip="Find people">!${icon(context, 'message-circle-plus')}</a></header><div class="list-scroll">!${conversationList(context, view)}<div id="conversations-empty" class="list-empty"><p class="list-empty-short">No conversations yet.</p><div class="list-empty-whole">!${firstSteps(context)}</div></div></div></section>`
}
