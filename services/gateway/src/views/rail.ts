import { html } from 'ghtml'
import type { IconName } from '../icons/list.ts'
import { avatar } from './avatar-partial.ts'
import { bell } from './bell.ts'
import { icon } from './icon.ts'
import { logoutForm } from './logout-form.ts'
import { mark } from './mark.ts'
import type { BellView, Chrome, Viewer } from './model.ts'

/** The places of the site that the rail leads to. */
export type Place = 'messages' | 'people' | 'notifications' | 'self' | 'none'

/** The narrow rail: at the start on wide screens, at the bottom on phones. */
export function rail(chrome: Chrome, viewer: Viewer, bellView: BellView, place: Place): string {
  return html`<nav class="rail" aria-label="Main"><a class="rail-mark" href="/messages/" aria-label="Parley, to your messages">!${mark()}</a>!${link(chrome, place, 'messages', '/messages/', 'message-circle', 'Messages')}!${link(chrome, place, 'people', '/people/', 'users', 'People')}!${bell(chrome, bellView)}!${self(chrome, viewer)}</nav>`
}

function link(
  chrome: Chrome,
  current: Place,
  place: Place,
  href: string,
  name: IconName,
  words: string,
): string {
  return html`<a class="rail-item" href="${href}" data-tip="${words}" !${current === place ? 'aria-current="page"' : ''}>!${icon(chrome, name)}<span class="rail-label">${words}</span></a>`
}

function self(chrome: Chrome, viewer: Viewer): string {
  return html`<details id="me" class="menu menu-self" name="rail-menu"><summary class="rail-item" data-tip="You">!${avatar(viewer, 'small')}<span class="rail-label">You</span></summary><div class="panel panel-narrow"><p class="me"><bdi class="me-name">${viewer.displayName}</bdi><span class="me-username">@${viewer.username}</span></p><a class="panel-item" href="/people/${viewer.username}/">!${icon(chrome, 'circle-user-round')}Your profile</a><a class="panel-item" href="/settings/">!${icon(chrome, 'settings')}Settings</a>!${viewer.isAdmin ? html`<a class="panel-item" href="/admin/reports/">!${icon(chrome, 'flag')}Reports</a>` : ''}<button class="panel-item needs-script" type="button" data-open="switcher">!${icon(chrome, 'search')}Go to…<kbd><span data-mod>Ctrl</span> K</kbd></button><button class="panel-item needs-script" type="button" data-open="shortcuts">!${icon(chrome, 'keyboard')}Keyboard shortcuts<kbd>?</kbd></button>!${logoutForm(chrome)}</div></details>`
}
