import { html } from 'ghtml'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { errorSummary, titleWithErrors } from './error-summary.ts'
import { field } from './field.ts'
import { icon } from './icon.ts'
import { statusForm } from './status-form.ts'
import { toggle } from './toggle.ts'
import { sessionList } from './session-list.ts'
import type { Chrome, SettingsView, Viewer } from './model.ts'

/** What one can change of one's own account. */
export function settingsPage(chrome: Chrome, view: SettingsView): string {
  const { viewer } = chrome
  const sections =
    viewer === null
      ? ''
      : profile(chrome, view, viewer) +
        section('status', 'Status', statusForm(chrome, view)) +
        presence(chrome, view) +
        blocked(chrome) +
        password(chrome, view, viewer) +
        sessions(chrome, view) +
        deletion(chrome)
  return document(chrome, {
    title: titleWithErrors('Settings', view.errors),
    page: 'settings',
    place: 'self',
    main: html`<div class="sheet"><header class="sheet-head"><h1>Settings</h1>!${notice(view)}!${errorSummary(view.errors)}</header>!${sections}</div>`,
  })
}

const notices = {
  name: 'Your name is changed.',
  'status-set': 'Your status is set.',
  'status-cleared': 'Your status is cleared.',
  hidden: 'Your presence is hidden.',
  shown: 'Your presence is shown.',
  password: 'Your password is changed. Everywhere else you are logged out.',
  session: 'That session is logged out.',
  sessions: 'Everywhere else you are logged out.',
}

function notice(view: SettingsView): string {
  const { done } = view
  if (done === undefined) return ''
  return html`<p class="notice" role="status">${words(done, view)}</p>`
}

function words(done: NonNullable<SettingsView['done']>, { hidesPresence, hasStatus }: SettingsView): string {
  if (done === 'presence') return notices[hidesPresence ? 'hidden' : 'shown']
  if (done === 'status') return notices[hasStatus ? 'status-set' : 'status-cleared']
  return notices[done]
}

function profile(chrome: Chrome, view: SettingsView, viewer: Viewer): string {
  const name = field({
    name: 'display_name',
    label: 'Name',
    hint: 'What others see. You may write it in any script.',
    error: view.errors.display_name,
    value: view.displayName,
    autocomplete: 'name',
    maxLength: 64,
  })
  return section(
    'profile',
    'Profile',
    html`<form class="settings-form" method="post" action="/settings/profile/" novalidate>!${csrfField(chrome)}!${name}<p class="settings-words">Your username is <b>@${viewer.username}</b> and stays so. <a href="/people/${viewer.username}/">See your profile</a></p><button class="button" data-variant="primary" type="submit">Save name</button></form>`,
  )
}

function presence(chrome: Chrome, view: SettingsView): string {
  const hide = toggle({
    name: 'hidden',
    label: 'Hide my presence',
    hint: 'Nobody sees then whether you are online, when you last were, or that you are typing. You do not see it of others either. What you have received and read is still shown to who sent it.',
    isOn: view.hidesPresence,
  })
  return section(
    'presence',
    'Presence',
    html`<form class="settings-form" method="post" action="/settings/presence/">!${csrfField(chrome)}!${hide}<button class="button" data-variant="primary" type="submit">Save presence</button></form>`,
  )
}

function blocked(chrome: Chrome): string {
  return section(
    'blocked',
    'Blocked people',
    html`<p class="settings-words">Who is blocked cannot write to you, nor you to them.</p><p><a class="button" data-variant="quiet" href="/settings/blocked/">!${icon(chrome, 'ban')}See whom you block</a></p>`,
  )
}

function password(chrome: Chrome, view: SettingsView, viewer: Viewer): string {
  const current = field({
    name: 'current_password',
    label: 'Current password',
    error: view.errors.current_password,
    type: 'password',
    autocomplete: 'current-password',
    maxLength: 1024,
  })
  const next = field({
    name: 'password',
    label: 'New password',
    hint: 'At least 10 characters. A few words that only you would put together are best.',
    error: view.errors.password,
    type: 'password',
    autocomplete: 'new-password',
    maxLength: 1024,
  })
  // For programs that keep passwords, so that they know whose it is.
  const whose = html`<input type="text" name="username" value="${viewer.username}" autocomplete="username" readonly hidden>`
  return section(
    'password',
    'Password',
    html`<form class="settings-form" method="post" action="/settings/password/" data-renews-session novalidate>!${csrfField(chrome)}!${whose}!${current}!${next}<p class="settings-words">A new password logs you out everywhere else.</p><button class="button" data-variant="primary" type="submit">Change password</button></form>`,
  )
}

function sessions(chrome: Chrome, view: SettingsView): string {
  return section('sessions', 'Sessions', sessionList(chrome, view.sessions))
}

function deletion(chrome: Chrome): string {
  return section(
    'delete',
    'Delete your account',
    html`<p class="settings-words">Your account and all that is private to you are gone then. What you wrote to others stays with them, as from “Deleted account”.</p><p><a class="button" data-variant="quiet" href="/settings/delete/">!${icon(chrome, 'trash-2')}Delete your account…</a></p>`,
  )
}

/** `content` is rendered already. */
function section(id: string, heading: string, content: string): string {
  return html`<section id="${id}" class="settings-section" aria-labelledby="${id}-title"><h2 id="${id}-title">${heading}</h2>!${content}</section>`
}
