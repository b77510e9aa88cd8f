import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { parse } from './formatting/parse.ts'
import { previewText } from './formatting/preview-text.ts'
import type { NotificationView, RenderContext } from './model.ts'
import { moment } from './moment.ts'

/** One preview in the bell: who or which group, what, when, and the way there. */
export function notification(context: RenderContext, view: NotificationView): string {
  const { sender, group } = view
  return html`<li data-username="${view.sender.username}"><a class="notification" href="${view.chatUrl}">!${avatar(group ?? sender)}<span class="notification-top"><bdi class="notification-name" data-slot="name">${(group ?? sender).displayName}</bdi><span class="conversation-time" data-slot="time">!${moment(context, view.at, 'short')}</span></span><span class="notification-text"><bdi data-slot="author" !${group ? '' : 'hidden'}>${sender.displayName}: </bdi><bdi data-slot="preview">${previewText(view.text, parse)}</bdi></span></a></li>`
}
