import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { type Placeable, placement } from './grouping.ts'
import { message } from './message.ts'
import type { HistoryView, MessageView, PersonView, RenderContext } from './model.ts'
import { localDay } from './time.ts'

/**
 * Messages in order with what stands above them: a way to older ones, or the beginning. As an answer to htmx it takes
 * the place of `#older`.
 */
export function historyPartial(
  context: RenderContext,
  view: HistoryView,
  firstUnreadN?: number | null,
): string {
  const above =
    view.before === null ? beginning(view.peer, view.messages.length) : older(view.peer, view.before)
  return above + messageList(context, view.messages, firstUnreadN ?? null)
}

/** The line above what was unread as the page was made. */
export function newLine(): string {
  return '<li id="new-line" class="new-line"><span>New messages</span></li>'
}

function messageList(
  context: RenderContext,
  messages: readonly MessageView[],
  firstUnreadN: number | null,
): string {
  const dayOf = localDay('UTC')
  const places = messages.map(placeable)
  return messages
    .map((view, i) => {
      const placed = message(context, view, placement(places[i - 1], placeable(view), places[i + 1], dayOf))
      return view.n === firstUnreadN ? newLine() + placed : placed
    })
    .join('')
}

function placeable(view: MessageView): Placeable {
  return { by: view.author.username, at: view.at }
}

function older(peer: PersonView, before: number): string {
  const url = `/messages/chat/${peer.username}/?before=${before}`
  return html`<li id="older" class="older"><a class="button" data-variant="quiet" data-older href="${url}" hx-get="${url}" hx-target="#older" hx-swap="outerHTML" hx-trigger="click, parley:older">Show earlier messages</a></li>`
}

function beginning(peer: PersonView, count: number): string {
  return html`<li class="beginning" data-empty="${count === 0}">!${avatar(peer, 'large')}<p class="beginning-name"><bdi>${peer.displayName}</bdi></p><p>!${count === 0 ? 'Nothing here yet. Write the first message.' : 'This is where your conversation begins.'}</p></li>`
}
