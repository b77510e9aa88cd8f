import type { Role } from '@parley/contracts'
import { html } from 'ghtml'
import type { IconName } from '../../icons/list.ts'
import { avatarWithPresence } from '../avatar-partial.ts'
import { csrfField } from '../csrf-field.ts'
import { icon } from '../icon.ts'
import type { Chrome } from '../model.ts'
import { actionsOn, type MemberAction } from './may.ts'
import type { GroupAboutView, GroupView, MemberView } from './model.ts'
import { groupUrl, roleWords } from './words.ts'

/** Who is in a group, with what the viewer may do about each; in pages, and searched by name. */
export function memberList(chrome: Chrome, view: GroupAboutView): string {
  const rows = view.members.map((member) => row(chrome, view.group, member)).join('')
  const list =
    rows === ''
      ? html`<p class="members-none">There is no member called “${view.query}”. A part of the name is enough.</p>`
      : `<ul class="people">${rows}</ul>`
  return html`<section class="members" aria-labelledby="members-title"><h2 id="members-title">Members</h2>!${search(chrome, view)}<div id="members-found">!${list}!${pages(chrome, view)}</div></section>`
}

function search(chrome: Chrome, { group, query }: GroupAboutView): string {
  if (group.count <= 10) return ''
  const url = `${groupUrl(group)}about/`
  return html`<form class="search" action="${url}" method="get" role="search" hx-get="${url}" hx-trigger="submit, input delay:200ms" hx-target="#members-found" hx-select="#members-found" hx-swap="outerHTML" hx-replace-url="true"><label class="sr-only" for="members-q">Search members by name</label><span class="search-icon">!${icon(chrome, 'search')}</span><input class="input" id="members-q" name="q" type="search" value="${query}" placeholder="Search members by name" maxlength="64" autocomplete="off" spellcheck="false"><button class="button without-script" data-variant="quiet" type="submit">Search</button></form>`
}

function row(chrome: Chrome, group: GroupView, { person, role, isViewer }: MemberView): string {
  const actions = isViewer ? [] : actionsOn(group.role, role)
  const you = isViewer ? '<span class="member-you">You</span>' : ''
  const title = role === 'member' ? '' : html`<span class="member-role">${roleWords[role]}</span>`
  return html`<li class="person-row member-row"><a class="person" href="/people/${person.username}/">!${avatarWithPresence(person)}<span class="person-words"><span class="member-line"><bdi class="person-name">${person.displayName}</bdi>!${you}</span><span class="person-username">@${person.username}</span></span></a>!${title}!${actions.length > 0 ? menu(chrome, group, { person, actions }) : ''}</li>`
}

interface Item {
  icon: IconName
  words: string
}

const items: Record<MemberAction, Item> = {
  'make-admin': { icon: 'shield-plus', words: 'Make an admin' },
  'make-member': { icon: 'shield-minus', words: 'Take back being an admin' },
  'hand-over': { icon: 'crown', words: 'Hand the group over…' },
  remove: { icon: 'user-minus', words: 'Remove from the group' },
}

function menu(
  chrome: Chrome,
  group: GroupView,
  { person, actions }: Pick<MemberView, 'person'> & { actions: readonly MemberAction[] },
): string {
  const entries = actions.map((action) => menuItem(chrome, group, { person, action }))
  return html`<details class="menu member-menu" name="member-menu"><summary class="icon-button" aria-label="More about ${person.displayName}">!${icon(chrome, 'ellipsis-vertical')}</summary><div class="panel panel-narrow"><p class="member-menu-name" aria-hidden="true"><bdi>${person.displayName}</bdi></p>!${entries.join('')}</div></details>`
}

function menuItem(
  chrome: Chrome,
  group: GroupView,
  { person, action }: Pick<MemberView, 'person'> & { action: MemberAction },
): string {
  const { icon: name, words } = items[action]
  const label = html`!${icon(chrome, name)}${words}`
  if (action === 'hand-over')
    return html`<a class="panel-item" href="${groupUrl(group)}owner/?to=${person.username}">!${label}</a>`
  const path = action === 'remove' ? 'members/remove/' : 'members/role/'
  const harm = action === 'remove' ? 'data-variant="danger"' : ''
  return html`<form method="post" action="${groupUrl(group)}!${path}">!${csrfField(chrome)}<input type="hidden" name="username" value="${person.username}">!${roleField(action)}<button class="panel-item" type="submit" !${harm}>!${label}</button></form>`
}

function roleField(action: MemberAction): string {
  if (action === 'remove') return ''
  const role: Role = action === 'make-admin' ? 'admin' : 'member'
  return html`<input type="hidden" name="role" value="${role}">`
}

function pages(chrome: Chrome, view: GroupAboutView): string {
  if (view.previousPage === null && view.nextPage === null) return ''
  return html`<nav class="pagination" aria-label="Pages">!${page(view, view.previousPage, `${icon(chrome, 'chevron-left')}Previous`, 'prev')}!${page(view, view.nextPage, `Next${icon(chrome, 'chevron-right')}`, 'next')}</nav>`
}

function page(view: GroupAboutView, number: number | null, content: string, rel: 'prev' | 'next'): string {
  if (number === null) return '<span></span>'
  const { group, query } = view
  const asked = new URLSearchParams({ ...(query === '' ? {} : { q: query }), page: String(number) })
  return html`<a class="button" data-variant="quiet" rel="${rel}" href="${groupUrl(group)}about/?${asked}">!${content}</a>`
}
