import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { parse } from './formatting/parse.ts'
import { folded } from './folded.ts'
import { forwarded } from './forwarded.ts'
import type { Placement } from './grouping.ts'
import { icon } from './icon.ts'
import type { MessageView, RenderContext } from './model.ts'
import { moment } from './moment.ts'
import { mentionMark } from './mention-mark.ts'
import { quote } from './quote.ts'
import { reactionList } from './reactions.ts'
import { status } from './status.ts'
import { emojiOnly, messageHtml } from './text.ts'

const alone: Placement = { run: 'only', startsDay: false }

/**
 * One message as one viewer sees it: the same in a page, in a page of history, in a push and in the template of what
 * is being sent. Whoever puts it among others without knowing its neighbours corrects its placement afterwards.
 */
export function message(context: RenderContext, view: MessageView, placement: Placement = alone): string {
  return html`<li class="message" !${identity(view)} data-seq="${view.seq}" data-n="${view.n}" data-by="${view.author.username}" data-at="${view.at}" data-client-id="${view.clientId}" data-state="${view.state}" !${view.deleted ? 'data-deleted' : view.pinned ? 'data-pinned' : ''} !${view.saved && !view.deleted ? 'data-saved' : ''} data-run="${placement.run}" !${view.mine ? 'data-mine' : ''} !${view.ofGroup ? 'data-of-group' : ''} !${view.folded && !view.deleted ? 'data-folded' : ''} !${mentioning(view)} tabindex="-1"><div class="day" !${placement.startsDay ? '' : 'hidden'}>!${moment(context, view.at, 'day')}</div><div class="body">!${view.ofGroup && !view.mine ? avatar(view.author, 'small') : ''}<p class="author">!${author(view)}</p><div class="bubble">!${view.deleted ? gone(context, view.mine && !view.isTakenDown) : content(context, view)}</div>!${view.reactions && !view.deleted ? reactionList(view.reactions, view.url) : ''}<div class="meta">!${moment(context, view.at, 'clock')}!${view.pinned && !view.deleted ? pinnedMark(context) : ''}!${view.saved && !view.deleted ? savedMark(context) : ''}!${view.edited && !view.deleted ? edited(view.url) : ''}!${view.mine && !view.deleted ? status(context, view.state) : ''}!${view.url === undefined || view.deleted ? '' : more(context, view.url)}</div></div></li>`
}

/** What a bubble holds. */
function content(context: RenderContext, view: MessageView): string {
  const mark = view.mentionsViewer ? mentionMark(context) : ''
  const above = (view.forwarded ? forwarded(context) : '') + (view.quote ? quote(view.quote) : '')
  const whole = mark + above + text(view)
  return view.folded ? folded(context, view.author.displayName, whole) : whole
}

/** What a bubble holds whose message was deleted. */
export function gone(context: RenderContext, mine: boolean): string {
  return html`<div class="text text-gone">!${icon(context, 'trash-2')}${mine ? 'You deleted this message' : 'This message was deleted'}</div>`
}

/** Says that a text is not the first one, and leads to those before. */
export function edited(url = ''): string {
  return url === '' ? '<span class="edited">Edited</span>' : html`<a class="edited" href="${url}">Edited</a>`
}

/** Says that a message is pinned. */
export function pinnedMark(context: RenderContext): string {
  return html`<span class="pinned-mark">!${icon(context, 'pin')}<span class="sr-only">Pinned</span></span>`
}

/** Says that whoever looks at a message has saved it. */
export function savedMark(context: RenderContext): string {
  return html`<span class="saved-mark">!${icon(context, 'bookmark')}<span class="sr-only">Saved</span></span>`
}

/** Leads to what one can do with a message: a menu where there are scripts, else its own page. */
export function more(context: RenderContext, url: string): string {
  return html`<a class="message-more" href="${url}" data-action="more" aria-label="More about this message">!${icon(context, 'ellipsis')}</a>`
}

function text({ text: words, mentions }: MessageView): string {
  return html`<div class="text" dir="auto" data-emoji="${emojiOnly(words)}">!${messageHtml(words, parse, new Set(mentions))}</div>`
}

/** Whom it mentions, for whoever puts another text into it. */
function mentioning({ mentions = [], mentionsViewer }: MessageView): string {
  if (mentions.length === 0 && !mentionsViewer) return ''
  return html`data-mentions="${mentions.join(' ')}" !${mentionsViewer ? 'data-mentions-me' : ''}`
}

/** A message that is still being sent has no number, so it has no id to link to. */
function identity(view: MessageView): string {
  return view.n > 0 ? html`id="m-${view.n}"` : ''
}

function author(view: MessageView): string {
  return view.mine ? 'You' : html`<bdi>${view.author.displayName}</bdi>`
}
