import { limits } from '@parley/contracts'
import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { actionUrl } from './chat-address.ts'
import { choice } from './choice.ts'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { errorSummary, titleWithErrors } from './error-summary.ts'
import { icon } from './icon.ts'
import type { Chrome } from './model.ts'
import type { ReportFormView } from './report-model.ts'
import { reasonWords } from './report-words.ts'
import { textArea } from './text-area.ts'

/** Telling the administrators about a person, or about a message of theirs. */
export function reportPage(chrome: Chrome, view: ReportFormView): string {
  const { peer, message, isDone } = view
  const heading = message === undefined ? `Report ${peer.displayName}` : 'Report a message'
  return document(chrome, {
    title: titleWithErrors(heading, view.errors),
    page: 'report',
    place: 'messages',
    main: html`<div class="sheet arrange"><p class="back-line"><a class="button" data-variant="quiet" href="${view.backUrl}">!${icon(chrome, 'arrow-left')}Back</a></p><header class="sheet-head arrange-head">!${avatar(peer)}<h1>!${message === undefined ? html`Report <bdi>${peer.displayName}</bdi>` : html`Report a message from <bdi>${peer.displayName}</bdi>`}</h1></header>!${isDone ? done(chrome, view) : form(chrome, view)}</div>`,
  })
}

function done(chrome: Chrome, { peer, backUrl }: ReportFormView): string {
  return html`<div class="report-body"><p class="notice" role="status">Your report was sent to the administrators. Nobody else is told of it.</p><p class="form-buttons"><a class="button" data-variant="primary" href="${backUrl}">Done</a><a class="button" data-variant="quiet" href="/messages/block/${peer.username}/">!${icon(chrome, 'ban')}Block this person…</a></p></div>`
}

function form(chrome: Chrome, view: ReportFormView): string {
  const { to, message, clientId } = view
  const reason = choice({
    name: 'reason',
    label: 'What is wrong?',
    error: view.errors.reason,
    options: reasonWords,
    chosen: view.reason,
  })
  const words = textArea({
    name: 'words',
    label: 'More about it (optional)',
    hint: 'What the administrators should know.',
    rows: 4,
    error: view.errors.words,
    value: view.words,
    maxLength: limits.reportCharacters,
  })
  const about =
    message === undefined
      ? ''
      : html`<blockquote class="reported-text" dir="auto">${message.text}</blockquote><p class="settings-words">The administrators get this message and the few before and after it, as they are now, also if they are deleted later.</p><input type="hidden" name="id" value="${message.n}">`
  return html`<form class="settings-form report-body" method="post" action="${actionUrl(to, 'report')}" novalidate>!${csrfField(chrome)}!${errorSummary(view.errors)}!${about}<input type="hidden" name="client_id" value="${clientId}">!${reason}!${words}<p class="settings-words">The person whom it is about is not told, nor who reported them.</p><p class="form-buttons"><button class="button" data-variant="primary" type="submit">!${icon(chrome, 'flag')}Send the report</button><a class="button" data-variant="quiet" href="${view.backUrl}">Cancel</a></p></form>`
}
