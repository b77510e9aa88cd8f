import { html } from 'ghtml'
import type { BellView, NotificationView, RenderContext } from './model.ts'
import { notification } from './notification.ts'

/** What mentions the reader under a heading of its own, then the rest. What says that there is nothing follows it. */
export function notificationLists(
  context: RenderContext,
  { messages, mentions = [] }: BellView,
  { id, heading, most }: { id: string; heading: 'h2' | 'h3'; most?: number },
): string {
  return (
    html`<div id="${id}-mentions-part" class="notifications-part"><!${heading} class="notifications-heading">Mentions</!${heading}>!${list(context, mentions.slice(0, most), `${id}-mentions`)}</div>` +
    html`<!${heading} class="notifications-heading notifications-rest">Other messages</!${heading}>!${list(context, messages, id)}`
  )
}

function list(context: RenderContext, views: readonly NotificationView[], id: string): string {
  return html`<ul id="${id}" class="notifications">!${views.map((one) => notification(context, one)).join('')}</ul>`
}
