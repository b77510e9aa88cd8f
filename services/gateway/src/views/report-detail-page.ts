import { limits } from '@parley/contracts'
import { html } from 'ghtml'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { icon } from './icon.ts'
import type { Chrome } from './model.ts'
import { moment } from './moment.ts'
import type { ReportPersonView, ReportView } from './report-model.ts'
import { actionsSentence, reasonSentence } from './report-words.ts'
import { textArea } from './text-area.ts'

/** One report, with what was said around its message as it was then, and what an administrator can do about it. */
export function reportDetailPage(chrome: Chrome, view: ReportView): string {
  const { user, settled, hasMessage } = view
  const back = settled === undefined ? '/admin/reports/' : '/admin/reports/?done=1'
  return document(chrome, {
    title: `Report about ${user.displayName}`,
    page: 'reports',
    place: 'self',
    main: html`<div class="sheet"><p class="back-line"><a class="button" data-variant="quiet" href="${back}">!${icon(chrome, 'arrow-left')}Reports</a></p><header class="sheet-head"><h1>!${hasMessage ? 'A message of ' : 'About '}<bdi>${user.displayName}</bdi></h1></header>!${problem(view)}!${facts(chrome, view)}!${hasMessage ? conversation(chrome, view) : ''}!${settled === undefined ? settle(chrome, view) : outcome(chrome, settled)}</div>`,
  })
}

function problem({ problem: words }: ReportView): string {
  return words === undefined ? '' : html`<p class="compose-problem report-problem" role="alert">${words}</p>`
}

function facts(chrome: Chrome, { by, user, at, reason, words }: ReportView): string {
  const said =
    words === '' ? '' : html`<dt>In their words</dt><dd class="report-words" dir="auto">${words}</dd>`
  return html`<dl class="facts"><dt>Person</dt><dd>!${person(user)}</dd><dt>Reported by</dt><dd>!${person(by)}</dd><dt>When</dt><dd>!${moment(chrome, at, 'full')}</dd><dt>Why</dt><dd>${reasonSentence(reason)}</dd>!${said}</dl>`
}

function person({ username, displayName }: ReportPersonView): string {
  const name = html`<bdi>${displayName}</bdi>`
  return username === ''
    ? name
    : html`<a href="/people/${username}/">!${name}</a> <span class="report-username">@${username}</span>`
}

function conversation(chrome: Chrome, { messages }: ReportView): string {
  const rows = messages.map(
    ({ author, at, text, edited, isReported }) =>
      html`<li class="reported" !${isReported ? 'data-reported' : ''}><p class="report-facts"><bdi>${author.displayName}</bdi> · !${moment(chrome, at, 'full')}${edited ? ' · edited' : ''}!${isReported ? ' · <b>reported</b>' : ''}</p><p class="reported-text" dir="auto">!${text === undefined ? '<i>This message had been deleted.</i>' : html`${text}`}</p></li>`,
  )
  return html`<section class="settings-section" aria-labelledby="around-title"><h2 id="around-title">The message, and those around it</h2><p class="settings-words">As they were when it was reported. Nobody else is shown this.</p><ol class="reported-list">!${rows.join('')}</ol></section>`
}

function settle(chrome: Chrome, view: ReportView): string {
  const { id, hasMessage, canClose, user, note } = view
  const remove = hasMessage
    ? check('delete_message', 'Delete the message for everyone. It cannot be brought back.')
    : ''
  const close = canClose
    ? check(
        'close_account',
        `Close the account of ${user.displayName}: all their sessions end, and they cannot log in. It can be opened again from the command line.`,
      )
    : ''
  const area = textArea({
    name: 'note',
    label: 'Note (optional)',
    hint: 'Only administrators see it.',
    rows: 4,
    error: undefined,
    value: note,
    maxLength: limits.reportCharacters,
  })
  return html`<section class="settings-section" aria-labelledby="settle-title"><h2 id="settle-title">What is to be done?</h2><form class="settings-form" method="post" action="/admin/reports/${id}/">!${csrfField(chrome)}!${remove}!${close}!${area}<p class="settings-words">With nothing chosen, the report is dismissed. Neither the person nor who reported them is told.</p><button class="button" data-variant="primary" type="submit">!${icon(chrome, 'check')}Settle the report</button></form></section>`
}

function check(name: string, words: string): string {
  return html`<label class="check"><input type="checkbox" name="${name}" value="true"><span>${words}</span></label>`
}

function outcome(chrome: Chrome, { by, at, actions, note }: NonNullable<ReportView['settled']>): string {
  const said = note === '' ? '' : html`<dt>Note</dt><dd class="report-words" dir="auto">${note}</dd>`
  return html`<section class="settings-section" aria-labelledby="outcome-title"><h2 id="outcome-title">What was done</h2><dl class="facts"><dt>Outcome</dt><dd>${actionsSentence(actions)}</dd><dt>By</dt><dd>!${person(by)}</dd><dt>When</dt><dd>!${moment(chrome, at, 'full')}</dd>!${said}</dl></section>`
}
