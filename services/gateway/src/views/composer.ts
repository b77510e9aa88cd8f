import { closedWords } from '@parley/contracts'
import { html } from 'ghtml'
import { actionUrl } from './chat-address.ts'
import { csrfField } from './csrf-field.ts'
import { icon } from './icon.ts'
import type { ChatView, Chrome } from './model.ts'

/** Where one writes. A plain form that works by itself; scripts send from it without leaving the page. */
export function composer(chrome: Chrome, view: ChatView): string {
  const { peer } = view
  if (view.closed) return closed(chrome, view)
  const label = `Message to ${peer.displayName}`
  const problem = view.problem ?? ''
  return html`<footer class="compose"><p id="composer-problem" class="compose-problem" role="alert">${problem}</p>!${about(chrome)}<div class="compose-row"><a class="icon-button back" href="/messages/" aria-label="Back to your conversations">!${icon(chrome, 'arrow-left')}</a><form id="composer" class="composer" method="post" action="${actionUrl(peer, 'send')}">!${csrfField(chrome)}<input type="hidden" name="client_id" value="${view.clientId}"><input type="hidden" name="seen" value="${view.seenSeq}">!${view.replyTo === undefined ? '' : html`<input type="hidden" name="reply_to" value="${view.replyTo}">`}<textarea id="composer-text" name="message" rows="1" dir="auto" aria-label="${label}" placeholder="Write a message" aria-describedby="composer-problem" enterkeyhint="send" autocomplete="off" required>${view.draft ?? ''}</textarea><button class="icon-button composer-help needs-script" type="button" data-open="formatting" aria-label="How to format a message">!${icon(chrome, 'a-large-small')}</button><button id="composer-send" class="send" type="submit" aria-label="Send">!${icon(chrome, 'arrow-up')}</button></form></div><p id="composer-count" class="compose-count"></p><p class="compose-note without-script">Times are in UTC. Reload the page to see what is new.</p></footer>`
}

/** The same for both, so that it does not tell why. */
function closed(chrome: Chrome, { draft }: ChatView): string {
  const kept =
    draft === undefined
      ? ''
      : html`<textarea class="compose-kept" rows="3" dir="auto" aria-label="What you wrote" readonly>${draft}</textarea>`
  return html`<footer class="compose"><div class="compose-row"><a class="icon-button back" href="/messages/" aria-label="Back to your conversations">!${icon(chrome, 'arrow-left')}</a><p class="compose-closed">${closedWords}</p></div>!${kept}</footer>`
}

/** What the text is about, while it changes a message or replies to one. */
function about(chrome: Chrome): string {
  return html`<p id="compose-about" class="compose-about" hidden><span class="about-icon" data-for="edit">!${icon(chrome, 'pencil')}</span><span class="about-icon" data-for="reply">!${icon(chrome, 'reply')}</span><span class="about-words" data-slot="about"></span><button type="button" class="link-button" data-action="cancel">Cancel</button></p>`
}
