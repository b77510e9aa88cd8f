import { html } from 'ghtml'
import { document } from './document.ts'
import { emptyState } from './empty-state.ts'
import type { Chrome } from './model.ts'
import { moment } from './moment.ts'
import type { ReportLineView, ReportListView } from './report-model.ts'
import { actionsSentence, reasonSentence } from './report-words.ts'

/** What people have reported, for administrators: what is open, or what is done. */
export function reportListPage(chrome: Chrome, view: ReportListView): string {
  return document(chrome, {
    title: 'Reports',
    page: 'reports',
    place: 'self',
    main: html`<div class="sheet"><header class="sheet-head"><h1>Reports</h1>!${tabs(view)}</header>!${view.reports.length === 0 ? nothing(chrome, view) : list(chrome, view)}!${pages(view)}</div>`,
  })
}

function tabs({ isDone }: ReportListView): string {
  const tab = (href: string, words: string, isHere: boolean) =>
    html`<a class="button" data-variant="quiet" href="${href}" !${isHere ? 'aria-current="page"' : ''}>${words}</a>`
  return html`<nav class="tabs" aria-label="Reports">!${tab('/admin/reports/', 'Open', !isDone)}!${tab('/admin/reports/?done=1', 'Done', isDone)}</nav>`
}

function list(chrome: Chrome, { reports }: ReportListView): string {
  return html`<ul class="report-rows">!${reports.map((one) => row(chrome, one)).join('')}</ul>`
}

function row(chrome: Chrome, { id, by, user, at, reason, words, text, settled }: ReportLineView): string {
  const what = text === undefined ? 'About ' : 'A message of '
  const shown = text ?? words
  const quote = shown === '' ? '' : html`<p class="report-quote" dir="auto">${shown}</p>`
  const done =
    settled === undefined
      ? ''
      : html`<p class="report-facts">${actionsSentence(settled.actions)} · <bdi>${settled.by.displayName}</bdi> · !${moment(chrome, settled.at, 'seen')}</p>`
  return html`<li class="report-row"><a class="report-link" href="/admin/reports/${id}/">!${what}<bdi>${user.displayName}</bdi></a><p class="report-facts">${reasonSentence(reason)} · reported by <bdi>${by.displayName}</bdi> · !${moment(chrome, at, 'seen')}</p>!${quote}!${done}</li>`
}

function nothing(chrome: Chrome, { isDone }: ReportListView): string {
  return emptyState(chrome, {
    icon: 'flag',
    heading: isDone ? 'Nothing is done yet' : 'Nothing is open',
    words: isDone
      ? 'What you have looked at and settled stands here.'
      : 'When somebody reports a person or a message, it stands here.',
  })
}

function pages({ isDone, olderUrl, isOlderPage }: ReportListView): string {
  if (olderUrl === null && !isOlderPage) return ''
  const newest = isDone ? '/admin/reports/?done=1' : '/admin/reports/'
  const back = isOlderPage
    ? html`<a class="button" data-variant="quiet" href="${newest}">Back to the newest</a>`
    : '<span></span>'
  const older =
    olderUrl === null
      ? '<span></span>'
      : html`<a class="button" data-variant="quiet" rel="next" href="${olderUrl}">Older reports</a>`
  return `<nav class="pagination" aria-label="Pages">${back}${older}</nav>`
}
