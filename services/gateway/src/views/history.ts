import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { type Placeable, placement } from './grouping.ts'
import { chatUrl } from './chat-address.ts'
import { membership } from './membership.ts'
import { message } from './message.ts'
import type { HistoryView, MembershipView, MessageView, PartyView, RenderContext } from './model.ts'
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
  const above = view.before === null ? beginning(view) : older(view.peer, view.before)
  return above + messageList(context, view, firstUnreadN ?? null)
}

/** The line above what was unread as the page was made. */
export function newLine(): string {
  return '<li id="new-line" class="new-line"><span>New messages</span></li>'
}

function messageList(
  context: RenderContext,
  { messages, lines = [] }: HistoryView,
  firstUnreadN: number | null,
): string {
  const dayOf = localDay('UTC')
  const all = lines.length === 0 ? messages : [...messages, ...lines].toSorted((a, b) => a.seq - b.seq)
  const places = all.map(placeable)
  return all
    .map((view, i) => {
      const place = placement(places[i - 1], placeable(view), places[i + 1], dayOf)
      if (isLine(view)) return membership(context, view, place)
      const placed = message(context, view, place)
      return view.n === firstUnreadN ? newLine() + placed : placed
    })
    .join('')
}

function isLine(view: MessageView | MembershipView): view is MembershipView {
  return 'sentences' in view
}

/** A line ends a run. */
function placeable(view: MessageView | MembershipView): Placeable {
  return { by: isLine(view) ? `line ${view.seq}` : view.author.username, at: view.at }
}

function older(peer: PartyView, before: number): string {
  const url = `${chatUrl(peer)}?before=${before}`
  return html`<li id="older" class="older"><a class="button" data-variant="quiet" data-older href="${url}" hx-get="${url}" hx-target="#older" hx-swap="outerHTML" hx-trigger="click, parley:older">Show earlier messages</a></li>`
}

function beginning({ peer, messages, beginsLater = false }: HistoryView): string {
  const isEmpty = messages.length === 0
  return html`<li class="beginning" data-empty="${isEmpty}">!${avatar(peer, 'large')}<p class="beginning-name"><bdi>${peer.displayName}</bdi></p><p>!${beginningWords('group' in peer, isEmpty, beginsLater)}</p></li>`
}

function beginningWords(isGroup: boolean, isEmpty: boolean, beginsLater: boolean): string {
  if (!isGroup)
    return isEmpty ? 'Nothing here yet. Write the first message.' : 'This is where your conversation begins.'
  if (beginsLater) return 'What was written before you came is not shown to you.'
  return isEmpty ? 'Nothing here yet. Say hello.' : 'This is where the group begins.'
}
