import { html } from 'ghtml'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { entryCard } from './entry-card.ts'
import { errorSummary, titleWithErrors } from './error-summary.ts'
import { field } from './field.ts'
import type { Chrome, SignupView } from './model.ts'

/** Where one makes an account: open to all, by invitation, or closed. */
export function signupPage(chrome: Chrome, view: SignupView): string {
  return document(chrome, {
    title: titleWithErrors('Create an account', view.errors),
    page: 'signup',
    place: 'none',
    main:
      view.mode === 'closed'
        ? entryCard('Sign-up is closed', closed(), foot(view))
        : entryCard('Create an account', errorSummary(view.errors) + form(chrome, view), foot(view)),
  })
}

function form(chrome: Chrome, view: SignupView): string {
  return html`<form method="post" action="/signup" novalidate>!${csrfField(chrome)}<input type="hidden" name="next" value="${view.next}">!${view.mode === 'invite' ? inviteField(view) : ''}!${personFields(view)}<button class="button" data-variant="primary" data-wide type="submit">Create account</button></form>`
}

function inviteField(view: SignupView): string {
  return field({
    name: 'invite',
    label: 'Invitation',
    hint: 'The code that you were given. Each works once.',
    error: view.errors.invite,
    value: view.invite,
    autocomplete: 'off',
    isVerbatim: true,
    maxLength: 200,
  })
}

function personFields(view: SignupView): string {
  const displayName = field({
    name: 'display_name',
    label: 'Name',
    hint: 'What others see. You may write it in any script.',
    error: view.errors.display_name,
    value: view.displayName,
    autocomplete: 'name',
    maxLength: 64,
  })
  const username = field({
    name: 'username',
    label: 'Username',
    hint: '3 to 30 of a–z, 0–9 and _. It cannot be changed later.',
    error: view.errors.username,
    value: view.username,
    autocomplete: 'username',
    isVerbatim: true,
    maxLength: 30,
  })
  const password = field({
    name: 'password',
    label: 'Password',
    hint: 'At least 10 characters. A few words that only you would put together are best.',
    error: view.errors.password,
    type: 'password',
    autocomplete: 'new-password',
    maxLength: 1024,
  })
  return displayName + username + password
}

function closed(): string {
  return '<p class="entry-words">New accounts cannot be made here at the moment. Ask whoever runs this server.</p>'
}

function foot(view: SignupView): string {
  const query = view.next === '' ? '' : `?next=${encodeURIComponent(view.next)}`
  return html`Have an account? <a href="/login${query}">Log in</a>`
}
