import { html } from 'ghtml'
import { badgeText } from './badge.ts'
import { icon } from './icon.ts'
import { bellCount, unreadWords } from './mention-words.ts'
import type { BellView, RenderContext } from './model.ts'
import { mentionsInPanel } from './mentions-in-panel.ts'
import { notificationLists } from './notification-lists.ts'

/** The bell in the rail with its panel. Without scripts it opens all the same: it is a `<details>`. */
export function bell(context: RenderContext, view: BellView): string {
  const count = bellCount(view)
  return html`<details id="bell" class="menu" name="rail-menu"><summary class="rail-item" data-tip="Notifications">!${icon(context, 'bell')}<span class="rail-label">Notifications</span><span id="bell-badge" class="badge" data-count="${count}" aria-hidden="true">${badgeText(count)}</span><span id="bell-words" class="sr-only">${unreadWords(count, view.mentions?.length ?? 0)}</span></summary><div class="panel"><h2 class="panel-title"><a href="/notifications/">Notifications</a></h2>!${bellContent(context, view)}<p class="panel-foot"><a href="/messages/">See all messages</a></p></div></details>`
}

function bellContent(context: RenderContext, view: BellView): string {
  return html`!${notificationLists(context, view, { id: 'bell-list', heading: 'h3', most: mentionsInPanel })}<p id="bell-empty" class="notifications-empty">You have read everything.</p>`
}
