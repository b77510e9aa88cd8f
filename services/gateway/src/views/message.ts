import { html } from 'ghtml'
import { parse } from './formatting/parse.ts'
import type { Placement } from './grouping.ts'
import type { MessageView, RenderContext } from './model.ts'
import { moment } from './moment.ts'
import { status } from './status.ts'
import { emojiOnly, messageHtml } from './text.ts'

const alone: Placement = { run: 'only', startsDay: false }

/**
 * One message as one viewer sees it: the same in a page, in a page of history, in a push and in the template of what
 * is being sent. Whoever puts it among others without knowing its neighbours corrects its placement afterwards.
 */
export function message(context: RenderContext, view: MessageView, placement: Placement = alone): string {
  return html`<li class="message" !${identity(view)} data-seq="${view.seq}" data-n="${view.n}" data-by="${view.author.username}" data-at="${view.at}" data-client-id="${view.clientId}" data-state="${view.state}" data-run="${placement.run}" !${view.mine ? 'data-mine' : ''} tabindex="-1"><div class="day" !${placement.startsDay ? '' : 'hidden'}>!${moment(context, view.at, 'day')}</div><div class="body"><p class="author">!${author(view)}</p><div class="bubble"><div class="text" dir="auto" data-emoji="${emojiOnly(view.text)}">!${messageHtml(view.text, parse)}</div></div><div class="meta">!${moment(context, view.at, 'clock')}!${view.mine ? status(context, view.state) : ''}</div></div></li>`
}

/** A message that is still being sent has no number, so it has no id to link to. */
function identity(view: MessageView): string {
  return view.n > 0 ? html`id="m-${view.n}"` : ''
}

function author(view: MessageView): string {
  return view.mine ? 'You' : html`<bdi>${view.author.displayName}</bdi>`
}
