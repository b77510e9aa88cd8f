import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { parse } from './formatting/parse.ts'
import { icon } from './icon.ts'
import { gone } from './message.ts'
import type { Chrome, ForwardPageView, PersonView } from './model.ts'
import { messageHtml } from './text.ts'

/** A message, and to whom it can be forwarded: what the dialog is where there are scripts. */
export function forwardPage(chrome: Chrome, view: ForwardPageView): string {
  const { peer, message } = view
  return document(chrome, {
    title: 'Forward a message',
    page: 'message',
    place: 'messages',
    main: html`<div class="sheet one-message"><p class="back-line"><a class="button" data-variant="quiet" href="${message.url ?? `/messages/chat/${peer.username}/`}">!${icon(chrome, 'arrow-left')}Back to the message</a></p><header class="sheet-head"><h1>Forward this message</h1></header><div class="one-message-text">!${text(chrome, view)}</div>!${message.deleted ? '' : form(chrome, view)}</div>`,
  })
}

function text(chrome: Chrome, { message }: ForwardPageView): string {
  if (message.deleted) return gone(chrome, message.mine)
  return html`<div class="text forward-text" dir="auto">!${messageHtml(message.text, parse)}</div>`
}

/** Enter in the field looks for somebody: that button comes first. */
function form(chrome: Chrome, view: ForwardPageView): string {
  const { peer, message, clientId, query, problem = '' } = view
  return html`<form class="forward-form" method="post" action="/messages/forward/${peer.username}/">!${csrfField(chrome)}<input type="hidden" name="id" value="${message.n}"><input type="hidden" name="client_id" value="${clientId}"><p class="compose-problem" role="alert">${problem}</p><div class="forward-search"><label class="sr-only" for="forward-q">Find a person or conversation</label><input class="input" id="forward-q" name="q" type="search" value="${query}" placeholder="Find a person or conversation" maxlength="64" autocomplete="off" spellcheck="false"><button class="button" data-variant="quiet" type="submit" name="action" value="find">!${icon(chrome, 'search')}Search</button></div>!${choices(view)}<p><button class="button" data-variant="primary" type="submit" name="action" value="forward">!${icon(chrome, 'forward')}Forward</button></p></form>`
}

function choices({ chosen, found, query }: ForwardPageView): string {
  const others = found.filter(({ username }) => !chosen.some((one) => one.username === username))
  const nobody = others.length > 0 ? '' : html`<p class="arrange-words">!${none(query)}</p>`
  return html`<fieldset class="forward-choices"><legend class="sr-only">Forward to</legend>!${chosen.map((person) => box(person, true)).join('')}!${others.map((person) => box(person, false)).join('')}!${nobody}</fieldset>`
}

function none(query: string): string {
  return query === '' ? 'Search for whom you want to send it to.' : html`Nobody else is called “${query}”.`
}

function box(person: PersonView, isChosen: boolean): string {
  return html`<label class="forward-choice"><input type="checkbox" name="to_${person.username}" value="1" !${isChosen ? 'checked' : ''}>!${avatar(person, 'small')}<span class="person-words"><bdi class="person-name">${person.displayName}</bdi><span class="person-username">@${person.username}</span></span></label>`
}
