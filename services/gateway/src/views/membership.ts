import { html } from 'ghtml'
import type { MembershipView, RenderContext } from './model.ts'
import { moment } from './moment.ts'

/** What has become of a group, in a line between its messages. */
export function membership(
  context: RenderContext,
  { seq, n, at, sentences }: MembershipView,
  { startsDay } = { startsDay: false },
): string {
  const words = sentences.map((pieces) => html`<p>!${pieces.map(piece).join('')}</p>`)
  return html`<li class="membership" data-seq="${seq}" data-head-n="${n}" data-at="${at}"><div class="day" !${startsDay ? '' : 'hidden'}>!${moment(context, at, 'day')}</div><div class="membership-words">!${words.join('')}</div></li>`
}

function piece(words: string | { name: string }): string {
  return typeof words === 'string' ? html`${words}` : html`<bdi>${words.name}</bdi>`
}
