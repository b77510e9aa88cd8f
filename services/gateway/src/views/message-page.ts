import { closedWords } from '@parley/contracts'
import { html } from 'ghtml'
import { actionUrl } from './chat-address.ts'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { parse } from './formatting/parse.ts'
import { icon } from './icon.ts'
import { gone } from './message.ts'
import { quickReactions } from './message-menu.ts'
import type { Chrome, MessagePageView } from './model.ts'
import { moment } from './moment.ts'
import { status } from './status.ts'
import { messageHtml } from './text.ts'

/** One message by itself: its text and those before, and for its author the forms to edit and to delete it. */
export function messagePage(chrome: Chrome, view: MessagePageView): string {
  const { message } = view
  const words = message.mine ? 'Your message' : `Message from ${message.author.displayName}`
  return document(chrome, {
    title: words,
    page: 'message',
    place: 'messages',
    main: html`<div class="sheet one-message"><p class="back-line"><a class="button" data-variant="quiet" href="${view.chatUrl}">!${icon(chrome, 'arrow-left')}Back to the conversation</a></p><header class="sheet-head"><h1>${words}</h1><p class="sheet-words">!${toWhom(view)}!${moment(chrome, message.at, 'full')} !${message.mine && !message.deleted ? status(chrome, message.state) : ''}</p></header>!${message.deleted ? deleted(chrome, view) : current(chrome, view)}</div>`,
  })
}

/** In a group others' messages say it too. */
function toWhom({ message, peer }: MessagePageView): string {
  const name = html`<bdi>${peer.displayName}</bdi>, `
  if (message.mine) return `To ${name}`
  return 'group' in peer ? `In ${name}` : ''
}

function deleted(chrome: Chrome, view: MessagePageView): string {
  return html`<div class="one-message-text">!${gone(chrome, view.message.mine && !view.message.isTakenDown)}</div>!${actions(chrome, view)}`
}

function actions(chrome: Chrome, view: MessagePageView): string {
  const { linkUrl } = view
  return html`<div class="one-message-actions">!${forwardLink(chrome, view)}!${pinForm(chrome, view)}!${saveForm(chrome, view)}<a class="button without-script" data-variant="quiet" href="${linkUrl}">!${icon(chrome, 'link')}Link to this message</a><button class="button needs-script" data-variant="quiet" type="button" data-copy-link="${linkUrl}">!${icon(chrome, 'link')}Copy link</button></div>`
}

function forwardLink(chrome: Chrome, { peer, message }: MessagePageView): string {
  if (message.deleted) return ''
  return html`<a class="button" data-variant="quiet" href="${actionUrl(peer, 'forward')}?id=${message.n}">!${icon(chrome, 'forward')}Forward</a>`
}

function pinForm(chrome: Chrome, view: MessagePageView): string {
  const { peer, message, closed } = view
  if (message.deleted || closed) return ''
  const [what, name, words] = message.pinned
    ? (['unpin', 'pin-off', 'Unpin'] as const)
    : (['pin', 'pin', 'Pin for everyone'] as const)
  return html`<form method="post" action="${actionUrl(peer, what)}">!${csrfField(chrome)}!${named({ ...view, clientId: '' })}<button class="button" data-variant="quiet" type="submit">!${icon(chrome, name)}${words}</button></form>`
}

function saveForm(chrome: Chrome, view: MessagePageView): string {
  const { peer, message } = view
  if (message.deleted) return ''
  const [what, name, words] = message.saved
    ? (['unsave', 'bookmark-minus', 'Remove from saved'] as const)
    : (['save', 'bookmark', 'Save for yourself'] as const)
  return html`<form method="post" action="${actionUrl(peer, what)}">!${csrfField(chrome)}!${named({ ...view, clientId: '' })}<button class="button" data-variant="quiet" type="submit">!${icon(chrome, name)}${words}</button></form>`
}

function current(chrome: Chrome, view: MessagePageView): string {
  const { message } = view
  const editing = view.closed ? '' : editForm(chrome, view)
  const forms = message.mine ? editing + deleteForm(chrome, view) : ''
  const shown =
    message.mine && !view.closed
      ? ''
      : html`<div class="one-message-text"><div class="text" dir="auto">!${messageHtml(message.text, parse, new Set(message.mentions))}</div></div>`
  return (
    shown +
    receipts(view) +
    (view.closed ? closed(view) : reactions(chrome, view)) +
    actions(chrome, view) +
    (view.closed ? '' : replyForm(chrome, view)) +
    forms +
    versions(chrome, view) +
    (message.mine ? '' : report(chrome, view))
  )
}

function report(chrome: Chrome, { message, peer }: MessagePageView): string {
  return html`<p class="one-message-form"><a class="button" data-variant="quiet" href="${actionUrl(peer, 'report')}?id=${message.n}">!${icon(chrome, 'flag')}Report this message…</a></p>`
}

function closed({ message }: MessagePageView): string {
  const known = (message.reactions ?? []).map(
    ({ emoji, by }) => html`<li>${emoji} ${by.map(({ name }) => name).join(', ')}</li>`,
  )
  return html`!${known.length > 0 ? `<ul class="plain-words">${known.join('')}</ul>` : ''}<p class="compose-closed">${closedWords}</p>`
}

/** Who in a group has it. */
function receipts({ receipts: all = [] }: MessagePageView): string {
  const known = all.filter(({ count }) => count > 0)
  if (known.length === 0) return ''
  return html`<dl class="message-receipts">!${known.map(({ words, names, count }) => html`<dt>${words} <span class="receipt-count">${count.toLocaleString('en')}</span></dt><dd>!${nameList(names, count)}</dd>`).join('')}</dl>`
}

function nameList(names: readonly string[], count: number): string {
  const more = count - names.length
  const all = names.map((name) => html`<bdi>${name}</bdi>`)
  return [...all, ...(more > 0 ? [`${more.toLocaleString('en')} more`] : [])].join(', ')
}

function replyForm(chrome: Chrome, view: MessagePageView): string {
  const { peer, message, clientId } = view
  return html`<form class="one-message-form" method="post" action="${actionUrl(peer, 'send')}">!${csrfField(chrome)}<input type="hidden" name="reply_to" value="${message.n}"><input type="hidden" name="client_id" value="${clientId}"><label for="reply-text">Reply</label><textarea id="reply-text" name="message" rows="2" dir="auto" required></textarea><p><button class="button" data-variant="quiet" type="submit">!${icon(chrome, 'reply')}Send the reply</button></p></form>`
}

function reactions(chrome: Chrome, view: MessagePageView): string {
  const { message, peer } = view
  const all = message.reactions ?? []
  const known = all.map(
    ({ emoji, by, mine }) =>
      html`<li>!${reactionForm(chrome, view, { emoji, mine, words: `${emoji} ${by.length}` })}<span class="reaction-people">${by.map(({ name }) => name).join(', ')}</span></li>`,
  )
  const others = quickReactions
    .filter((emoji) => !all.some((one) => one.emoji === emoji))
    .map((emoji) => reactionForm(chrome, view, { emoji, mine: false, words: emoji }))
  return html`<section class="one-message-reactions" aria-label="Reactions">!${known.length > 0 ? `<ul class="reaction-rows">${known.join('')}</ul>` : ''}<div class="reactions">!${others.join('')}<form class="reaction-any" method="post" action="${actionUrl(peer, 'react')}">!${csrfField(chrome)}!${named(view)}<label class="sr-only" for="any-emoji">Another emoji</label><input id="any-emoji" name="emoji" type="text" size="4" maxlength="40" placeholder="😀" autocomplete="off" required><button class="button" data-variant="quiet" type="submit">React</button></form></div></section>`
}

function reactionForm(
  chrome: Chrome,
  view: MessagePageView,
  { emoji, mine, words }: { emoji: string; mine: boolean; words: string },
): string {
  const action = actionUrl(view.peer, mine ? 'unreact' : 'react')
  return html`<form method="post" action="${action}">!${csrfField(chrome)}!${named({ ...view, clientId: '' })}<input type="hidden" name="emoji" value="${emoji}"><button class="reaction" type="submit" !${mine ? 'data-reacted' : ''}><span class="sr-only">${mine ? 'Take back' : 'React with'} </span>${words}</button></form>`
}

function editForm(chrome: Chrome, view: MessagePageView): string {
  const { peer, message, problem = '' } = view
  return html`<form class="one-message-form" method="post" action="${actionUrl(peer, 'edit')}">!${csrfField(chrome)}!${named(view)}<label for="message-text">Edit</label><textarea id="message-text" name="message" rows="6" dir="auto" aria-describedby="message-problem" !${problem === '' ? '' : 'aria-invalid="true"'} required>${view.draft ?? message.text}</textarea><p id="message-problem" class="compose-problem" role="alert">${problem}</p><p><button class="button" data-variant="primary" type="submit">!${icon(chrome, 'pencil')}Save the change</button></p></form>`
}

function deleteForm(chrome: Chrome, view: MessagePageView): string {
  return html`<form class="one-message-form" method="post" action="${actionUrl(view.peer, 'delete')}">!${csrfField(chrome)}!${named(view)}<p>Deleted, it is gone for everybody, and cannot be brought back.</p><p><button class="button" data-variant="danger" type="submit">!${icon(chrome, 'trash-2')}Delete for everyone</button></p></form>`
}

function named({ message, clientId }: MessagePageView): string {
  return html`<input type="hidden" name="id" value="${message.n}"><input type="hidden" name="client_id" value="${clientId}">`
}

function versions(chrome: Chrome, view: MessagePageView): string {
  const earlier = view.versions.slice(1)
  if (earlier.length === 0) return ''
  return html`<section class="versions" aria-labelledby="versions-title"><h2 id="versions-title">Earlier versions</h2><ol reversed>!${earlier
    .map(
      ({ text, at }) =>
        html`<li class="version"><p class="version-at">!${moment(chrome, at, 'full')}</p><div class="text" dir="auto">!${messageHtml(text, parse)}</div></li>`,
    )
    .join('')}</ol></section>`
}
