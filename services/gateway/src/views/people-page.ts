import { html } from 'ghtml'
import { document } from './document.ts'
import { emptyState } from './empty-state.ts'
import { icon } from './icon.ts'
import type { Chrome, PeopleView } from './model.ts'
import { pagination } from './pagination.ts'
import { personRow } from './person-row.ts'

/** The directory: everyone one may write to, by name, in pages. */
export function peoplePage(chrome: Chrome, view: PeopleView): string {
  return document(chrome, {
    title: 'People',
    page: 'people',
    place: 'people',
    skip: 'Skip to the people',
    main: html`<div class="sheet"><header class="sheet-head"><h1>People</h1>!${search(chrome, view)}</header>!${peopleResults(chrome, view)}</div>`,
  })
}

/** What was found, with the ways to more. Replaced as one types. */
export function peopleResults(chrome: Chrome, view: PeopleView): string {
  return html`<div id="people-results">!${view.people.length === 0 ? nobody(chrome, view) : list(chrome, view)}!${pagination(chrome, view, (page) => pageUrl(view, page))}</div>`
}

function search(chrome: Chrome, view: PeopleView): string {
  return html`<form class="search" action="/people/" method="get" role="search" hx-get="/people/" hx-trigger="submit, input delay:200ms" hx-target="#people-results" hx-select="#people-results" hx-swap="outerHTML" hx-replace-url="true"><label class="sr-only" for="people-q">Search people by name</label><span class="search-icon">!${icon(chrome, 'search')}</span><input class="input" id="people-q" name="q" type="search" value="${view.query}" placeholder="Search by name" maxlength="64" autocomplete="off" spellcheck="false"><button class="button without-script" data-variant="quiet" type="submit">Search</button></form>`
}

function list(chrome: Chrome, view: PeopleView): string {
  return html`<ul class="people">!${view.people.map((person) => personRow(chrome, person)).join('')}</ul>`
}

function nobody(chrome: Chrome, view: PeopleView): string {
  if (view.query === '') {
    return emptyState(chrome, {
      icon: 'user-plus',
      heading: 'You are the first one here',
      words: 'When others create an account, you find them on this page.',
    })
  }
  return emptyState(chrome, {
    icon: 'search',
    heading: 'Nobody by that name',
    words: `There is no one here called “${view.query}”. A part of the name is enough.`,
    action: '<a class="button" data-variant="quiet" href="/people/">Show everyone</a>',
  })
}

function pageUrl({ query }: PeopleView, page: number): string {
  const parameters = new URLSearchParams({ ...(query === '' ? {} : { q: query }), page: String(page) })
  return `/people/?${parameters.toString()}`
}
