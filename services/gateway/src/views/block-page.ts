import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { icon } from './icon.ts'
import type { BlockPageView, Chrome } from './model.ts'

/** What it means to block somebody, and the button that does it; or the one that takes it back. */
export function blockPage(chrome: Chrome, view: BlockPageView): string {
  const { peer, isBlocked } = view
  const title = `${isBlocked ? 'Unblock' : 'Block'} ${peer.displayName}`
  return document(chrome, {
    title,
    page: 'block',
    place: 'messages',
    main: html`<div class="sheet arrange"><p class="back-line"><a class="button" data-variant="quiet" href="${view.backUrl}">!${icon(chrome, 'arrow-left')}Back</a></p><header class="sheet-head arrange-head">!${avatar(peer)}<h1>${isBlocked ? 'Unblock' : 'Block'} <bdi>${peer.displayName}</bdi>?</h1></header>!${isBlocked ? unblocking(chrome, view) : blocking(chrome, view)}</div>`,
  })
}

function blocking(chrome: Chrome, view: BlockPageView): string {
  return html`<ul class="plain-words"><li>Neither of you can write to the other, nor forward, edit, react or pin in your conversation.</li><li>In groups that you share, what this person writes is folded for you, and you are not notified of it.</li><li>Neither of you sees whether the other is online or types.</li><li>What was written stays, for both of you, and each can still delete what is theirs.</li><li>Nobody is told who blocked whom. You can take it back at any time.</li></ul>!${form(chrome, view, 'block', html`<button class="button" data-variant="danger" type="submit">!${icon(chrome, 'ban')}Block</button>`)}`
}

function unblocking(chrome: Chrome, view: BlockPageView): string {
  return html`<p class="arrange-words">You have blocked this person. Unblocked, you can write to each other again, unless they have blocked you too.</p>!${form(chrome, view, 'unblock', '<button class="button" data-variant="primary" type="submit">Unblock</button>')}`
}

/** `button` is rendered already. */
function form(chrome: Chrome, view: BlockPageView, action: 'block' | 'unblock', button: string): string {
  return html`<form method="post" action="/messages/${action}/${view.peer.username}/">!${csrfField(chrome)}<input type="hidden" name="from" value="${view.from}"><p class="form-buttons">!${button}<a class="button" data-variant="quiet" href="${view.backUrl}">Cancel</a></p></form>`
}
