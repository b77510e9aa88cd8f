import { html } from 'ghtml'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { entryCard } from './entry-card.ts'
import { errorSummary, titleWithErrors } from './error-summary.ts'
import { field } from './field.ts'
import type { Chrome, LoginView } from './model.ts'

/** Where one logs in, with what was wrong the last time. */
export function loginPage(chrome: Chrome, view: LoginView): string {
  return document(chrome, {
    title: titleWithErrors('Log in', view.errors),
    page: 'login',
    place: 'none',
    main: entryCard('Log in', notice(view) + errorSummary(view.errors) + form(chrome, view), foot(view)),
  })
}

function form(chrome: Chrome, view: LoginView): string {
  const username = field({
    name: 'username',
    label: 'Username',
    error: view.errors.username,
    value: view.username,
    autocomplete: 'username',
    isVerbatim: true,
    maxLength: 64,
  })
  const password = field({
    name: 'password',
    label: 'Password',
    error: view.errors.password,
    type: 'password',
    autocomplete: 'current-password',
    maxLength: 1024,
  })
  return html`<form method="post" action="/login" novalidate>!${csrfField(chrome)}<input type="hidden" name="next" value="${view.next}">!${username}!${password}<button class="button" data-variant="primary" data-wide type="submit">Log in</button></form>`
}

const notices = {
  ended: 'Your session has ended. Log in to go on where you were.',
  'logged-out': 'You are logged out.',
  'needs-login': 'Log in to see that page.',
  deleted: 'Your account is deleted.',
  'password-changed': 'Your password is changed. Log in with the new one.',
}

function notice(view: LoginView): string {
  return view.notice === undefined ? '' : html`<p class="notice" role="status">${notices[view.notice]}</p>`
}

function foot(view: LoginView): string {
  if (!view.canSignUp) return 'Parley is where people here write to each other.'
  const query = view.next === '' ? '' : `?next=${encodeURIComponent(view.next)}`
  return html`New here? <a href="/signup${query}">Create an account</a>`
}
