import { html } from 'ghtml'
import type { IconName } from '../icons/list.ts'
import { csrfField } from './csrf-field.ts'
import { icon } from './icon.ts'
import type { Chrome, SessionView } from './model.ts'
import { moment } from './moment.ts'

const hourMs = 3_600_000

/** Where one is logged in, and the ways to end that. */
export function sessionList(chrome: Chrome, sessions: readonly SessionView[]): string {
  const rows = sessions.map((session) => row(chrome, session)).join('')
  return html`<p class="settings-words">Where you are logged in. Log out what you do not recognise, and then change your password.</p><ul class="sessions">!${rows}</ul>!${sessions.some(({ isCurrent }) => !isCurrent) ? endOthers(chrome) : ''}`
}

function row(chrome: Chrome, session: SessionView): string {
  const name = session.device === '' ? 'Unknown device' : session.device
  return html`<li class="session"><span class="session-icon">!${icon(chrome, iconOf(session.device))}</span><div class="session-words"><bdi class="session-name">${name}</bdi><span class="session-times">!${times(chrome, session)}</span></div>!${session.isCurrent ? '<span class="session-here">This session</span>' : end(chrome, session, name)}</li>`
}

function iconOf(device: string): IconName {
  if (/ on (iPhone|iPod|iPad|Android|iOS)$/.test(device)) return 'smartphone'
  return device === '' || / on /.test(device) ? 'monitor' : 'terminal'
}

function times(chrome: Chrome, session: SessionView): string {
  const { begunAt, usedAt, isCurrent } = session
  const last = isCurrent ? '' : html`<span>!${used(chrome, usedAt)}</span>`
  const since =
    begunAt === undefined ? '' : html`<span>Logged in on !${moment(chrome, begunAt, 'date')}</span>`
  return last + since
}

/** Of the last hour nothing more exact is known. */
function used(chrome: Chrome, at: string): string {
  if (Date.parse(chrome.now) - Date.parse(at) < hourMs) return 'Used within the last hour'
  return html`Used !${moment(chrome, at, 'seen')}`
}

function end(chrome: Chrome, { session }: SessionView, name: string): string {
  return html`<form method="post" action="/settings/sessions/end/">!${csrfField(chrome)}<input type="hidden" name="session" value="${session}"><button class="button" data-variant="quiet" type="submit" aria-label="Log out ${name}">Log out</button></form>`
}

function endOthers(chrome: Chrome): string {
  return html`<form method="post" action="/settings/sessions/end-others/" data-renews-session>!${csrfField(chrome)}<button class="button" data-variant="quiet" type="submit">!${icon(chrome, 'log-out')}Log out everywhere else</button></form>`
}
