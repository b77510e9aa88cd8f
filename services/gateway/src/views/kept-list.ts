import { html } from 'ghtml'
import { folded } from './folded.ts'
import { parse } from './formatting/parse.ts'
import type { Chrome, MessageView } from './model.ts'
import { moment } from './moment.ts'
import { messageHtml } from './text.ts'

/** Messages out of their conversations: who wrote each and when, its text, and where it stands. */
export function keptList(
  chrome: Chrome,
  rows: readonly { message: MessageView; where?: string; action: string }[],
): string {
  return html`<ol class="kept-list">!${rows.map((row) => keptRow(chrome, row)).join('')}</ol>`
}

function keptRow(
  chrome: Chrome,
  { message, where, action }: { message: MessageView; where?: string; action: string },
): string {
  const { url = '', mine, author, text, mentions, at } = message
  const name = mine ? 'You' : author.displayName
  const words = html`<div class="text kept-text" dir="auto">!${messageHtml(text, parse, new Set(mentions))}</div>`
  return html`<li class="kept"><p class="kept-head"><bdi class="kept-author">${message.folded ? '' : name}</bdi>!${where === undefined ? '' : html`<span class="kept-where">${where}</span>`}!${moment(chrome, at, 'short')}</p>!${message.folded ? folded(chrome, name, words) : words}<div class="kept-actions"><a class="button" data-variant="quiet" href="${url}">Show in the conversation</a>!${action}</div></li>`
}
