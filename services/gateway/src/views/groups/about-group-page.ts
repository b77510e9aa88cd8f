import { html } from 'ghtml'
import type { IconName } from '../../icons/list.ts'
import { avatar } from '../avatar-partial.ts'
import { backLine } from '../back-line.ts'
import { csrfField } from '../csrf-field.ts'
import { document } from '../document.ts'
import { errorSummary, titleWithErrors } from '../error-summary.ts'
import { icon } from '../icon.ts'
import type { Chrome } from '../model.ts'
import { aboutFields, nameField } from './group-fields.ts'
import { mayManage } from './may.ts'
import { memberList } from './member-list.ts'
import type { GroupAboutView, GroupView } from './model.ts'
import { peoplePicker } from './people-picker.ts'
import { memberWords } from '../member-words.ts'
import { groupPicture, groupUrl, historyWords } from './words.ts'

/** What a group is, who is in it, and what the viewer may change of that. */
export function aboutGroupPage(chrome: Chrome, view: GroupAboutView): string {
  const { group, errors } = view
  return document(chrome, {
    title: titleWithErrors(`About ${group.name}`, errors),
    page: 'group',
    place: 'messages',
    main: html`<div class="sheet group-sheet">!${backLine(chrome, groupUrl(group), 'Back to the group')}!${said(view)}!${head(group)}!${mayManage(group.role) ? management(chrome, view) : ''}!${memberList(chrome, view)}<p class="group-leave"><a class="panel-item" data-variant="danger" href="${groupUrl(group)}leave/">!${icon(chrome, 'log-out')}Leave the group</a></p></div>`,
  })
}

const doneWords = {
  saved: 'The group is changed.',
  added: 'They are in the group now.',
  removed: 'They are no member any more.',
  role: 'What they may do is changed.',
  owner: 'The group is handed over. You are an admin now.',
} as const

function said({ done, errors }: GroupAboutView): string {
  const notice = done === undefined ? '' : html`<p class="notice" role="status">${doneWords[done]}</p>`
  return notice + errorSummary(errors)
}

function head(group: GroupView): string {
  const about = group.about === '' ? '' : html`<p class="group-about" dir="auto">${group.about}</p>`
  const role = { owner: 'You are its owner.', admin: 'You are an admin.', member: '' }[group.role]
  return html`<header class="profile group-head">!${avatar(groupPicture(group), 'large')}<h1><bdi>${group.name}</bdi></h1><p class="profile-username">${memberWords(group.count)}</p>!${about}<p class="group-facts">${historyWords[group.history]} ${role}</p></header>`
}

function management(chrome: Chrome, view: GroupAboutView): string {
  const { group, errors } = view
  const hasFault = errors.name !== undefined || errors.about !== undefined || errors.history !== undefined
  return html`<div class="group-actions">!${disclosure(chrome, { id: 'add', icon: 'user-plus', words: 'Add people', isOpen: errors.people !== undefined, content: addForm(chrome, view) })}!${disclosure(chrome, { id: 'change', icon: 'pencil', words: 'Change name and description', isOpen: hasFault, content: changeForm(chrome, view) })}<a class="panel-item" href="${groupUrl(group)}invites/">!${icon(chrome, 'link')}Invite links<span class="panel-item-end">!${icon(chrome, 'chevron-right')}</span></a></div>`
}

interface Disclosure {
  id: string
  icon: IconName
  words: string
  isOpen: boolean
  /** Rendered already. */
  content: string
}

function disclosure(chrome: Chrome, { id, icon: name, words, isOpen, content }: Disclosure): string {
  return html`<details class="disclosure" id="${id}" !${isOpen ? 'open' : ''}><summary class="panel-item">!${icon(chrome, name)}${words}<span class="panel-item-end">!${icon(chrome, 'chevron-right')}</span></summary><div class="disclosure-body">!${content}</div></details>`
}

function addForm(chrome: Chrome, { group, people, errors }: GroupAboutView): string {
  const picker = peoplePicker(chrome, { label: 'People to add', error: errors.people, people })
  return html`<form class="settings-form" method="post" action="${groupUrl(group)}members/" novalidate>!${csrfField(chrome)}!${picker}<button class="button" data-variant="primary" type="submit">Add to the group</button></form>`
}

function changeForm(chrome: Chrome, { group, fields, errors }: GroupAboutView): string {
  return html`<form class="settings-form" method="post" action="${groupUrl(group)}about/" novalidate>!${csrfField(chrome)}!${nameField(fields.name, errors.name)}!${aboutFields(fields, errors)}<button class="button" data-variant="primary" type="submit">Save the change</button></form>`
}
