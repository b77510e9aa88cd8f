import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { actionUrl, chatUrl } from './chat-address.ts'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { parse } from './formatting/parse.ts'
import { icon } from './icon.ts'
import { gone } from './message.ts'
import { memberWords } from './member-words.ts'
import type { Chrome, ForwardPageView, PartyView } from './model.ts'
import { messageHtml } from './text.ts'

/** A message, and to whom it can be forwarded: what the dialog is where there are scripts. */
export function forwardPage(chrome: Chrome, view: ForwardPageView): string {
  const { peer, message } = view
  return document(chrome, {
    title: 'Forward a message',
    page: 'message',
    place: 'messages',
    main: html`<div class="sheet one-message"><p class="back-line"><a class="button" data-variant="quiet" href="${message.url ?? chatUrl(peer)}">!${icon(chrome, 'arrow-left')}Back to the message</a></p><header class="sheet-head"><h1>Forward this message</h1></header><div class="one-message-text">!${text(chrome, view)}</div>!${message.deleted ? '' : form(chrome, view)}</div>`,
  })
}

function text(chrome: Chrome, { message }: ForwardPageView): string {
  if (message.deleted) return gone(chrome, message.mine)
  return html`<div class="text forward-text" dir="auto">!${messageHtml(message.text, parse, new Set(message.mentions))}</div>`
}

/** Enter in the field looks for somebody: that button comes first. */
function form(chrome: Chrome, view: ForwardPageView): string {
  const { peer, message, clientId, query, problem = '' } = view
  return html`<form class="forward-form" method="post" action="${actionUrl(peer, 'forward')}">!${csrfField(chrome)}<input type="hidden" name="id" value="${message.n}"><input type="hidden" name="client_id" value="${clientId}"><p class="compose-problem" role="alert">${problem}</p><div class="forward-search"><label class="sr-only" for="forward-q">Find a person or conversation</label><input class="input" id="forward-q" name="q" type="search" value="${query}" placeholder="Find a person or conversation" maxlength="64" autocomplete="off" spellcheck="false"><button class="button" data-variant="quiet" type="submit" name="action" value="find">!${icon(chrome, 'search')}Search</button></div>!${choices(view)}<p><button class="button" data-variant="primary" type="submit" name="action" value="forward">!${icon(chrome, 'forward')}Forward</button></p></form>`
}

function choices({ chosen, found, query }: ForwardPageView): string {
  const others = found.filter((party) => !chosen.some((one) => chatUrl(one) === chatUrl(party)))
  const nobody = others.length > 0 ? '' : html`<p class="arrange-words">!${none(query)}</p>`
  return html`<fieldset class="forward-choices"><legend class="sr-only">Forward to</legend>!${chosen.map((party) => box(party, true)).join('')}!${others.map((party) => box(party, false)).join('')}!${nobody}</fieldset>`
}

function none(query: string): string {
  return query === '' ? 'Search for whom you want to send it to.' : html`Nobody else is called “${query}”.`
}

function box(party: PartyView, isChosen: boolean): string {
  const [name, more] =
    'group' in party
      ? [`group_${party.group}`, memberWords(party.count ?? 0)]
      : [`to_${party.username}`, `@${party.username}`]
  return html`<label class="forward-choice"><input type="checkbox" name="${name}" value="1" !${isChosen ? 'checked' : ''}>!${avatar(party, 'small')}<span class="person-words"><bdi class="person-name">${party.displayName}</bdi><span class="person-username">${more}</span></span></label>`
}
