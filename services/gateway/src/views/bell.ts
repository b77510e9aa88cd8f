import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { badgeText, badgeWords } from './badge.ts'
import { parse } from './formatting/parse.ts'
import { previewText } from './formatting/preview-text.ts'
import { icon } from './icon.ts'
import type { BellView, NotificationView, RenderContext } from './model.ts'
import { moment } from './moment.ts'

/** The bell in the rail with its panel. Without scripts it opens all the same: it is a `<details>`. */
export function bell(context: RenderContext, view: BellView): string {
  return html`<details id="bell" class="menu" name="rail-menu"><summary class="rail-item" data-tip="Notifications">!${icon(context, 'bell')}<span class="rail-label">Notifications</span><span id="bell-badge" class="badge" data-count="${view.count}" aria-hidden="true">${badgeText(view.count)}</span><span id="bell-words" class="sr-only">${badgeWords(view.count)}</span></summary><div class="panel"><h2 class="panel-title"><a href="/notifications/">Notifications</a></h2>!${bellContent(context, view)}<p class="panel-foot"><a href="/messages/">See all messages</a></p></div></details>`
}

function bellContent(context: RenderContext, view: BellView): string {
  return html`!${notificationList(context, view, 'bell-list')}<p id="bell-empty" class="notifications-empty">You have read everything.</p>`
}

/** The previews, newest first. What says that there are none follows it. */
export function notificationList(context: RenderContext, view: BellView, id: string): string {
  const items = view.messages.map((one) => notification(context, one))
  return html`<ul id="${id}" class="notifications">!${items.join('')}</ul>`
}

/** One preview in the bell: who or which group, what, when, and the way there. */
export function notification(context: RenderContext, view: NotificationView): string {
  const { sender, group } = view
  return html`<li data-username="${view.sender.username}"><a class="notification" href="${view.chatUrl}">!${avatar(group ?? sender)}<span class="notification-top"><bdi class="notification-name" data-slot="name">${(group ?? sender).displayName}</bdi><span class="conversation-time" data-slot="time">!${moment(context, view.at, 'short')}</span></span><span class="notification-text"><bdi data-slot="author" !${group ? '' : 'hidden'}>${sender.displayName}: </bdi><bdi data-slot="preview">${previewText(view.text, parse)}</bdi></span></a></li>`
}
