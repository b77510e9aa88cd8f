import { html } from 'ghtml'
import { arrangeMenu } from './arrange-items.ts'
import { folded } from './folded.ts'
import { conversationItem } from './conversation-list.ts'
import { newLine } from './history.ts'
import { icon } from './icon.ts'
import { templateIds } from './markup.ts'
import { edited, gone, message, more, pinnedMark, savedMark } from './message.ts'
import { messageMenu } from './message-menu.ts'
import type { PersonView, RenderContext, Viewer } from './model.ts'
import { notification } from './notification.ts'
import { quote } from './quote.ts'
import { reaction, reactionList } from './reactions.ts'
import { messageStates, status } from './status.ts'

/** What the browser clones in every page of someone who is logged in. */
export function commonTemplates(context: RenderContext): string {
  return (
    template(
      templateIds.notification,
      notification(context, { sender: nobody, text: '', at: context.now, chatUrl: '/messages/' }),
    ) + template(templateIds.toast, toast(context))
  )
}

/** What it clones where conversations are listed. */
export function listTemplates(context: RenderContext): string {
  const preview = { text: '', mine: false, at: context.now }
  return (
    template(
      templateIds.conversation,
      conversationItem(context, { conversation: '', peer: nobody, preview, unread: 0 }),
    ) + template(templateIds.arrange, arrangeMenu(context))
  )
}

/** What it clones in a chat. */
export function chatTemplates(context: RenderContext, viewer: Viewer, conversation: string): string {
  const sending = message(context, {
    conversation,
    seq: 0,
    n: 0,
    clientId: '',
    mine: true,
    author: viewer,
    text: '',
    at: context.now,
    state: 'sending',
  })
  const states = messageStates.map((state) => template(`tpl-status-${state}`, status(context, state)))
  return (
    template(templateIds.message, sending) +
    template(templateIds.newLine, newLine()) +
    template(templateIds.edited, edited('/')) +
    template(templateIds.pinned, pinnedMark(context)) +
    template(templateIds.saved, savedMark(context)) +
    template(templateIds.goneMine, gone(context, true)) +
    template(templateIds.goneTheirs, gone(context, false)) +
    template(templateIds.folded, folded(context, '', '')) +
    template(templateIds.more, more(context, '/')) +
    template(templateIds.quote, quote({ n: 0, author: '', text: '' })) +
    template(templateIds.reactions, reactionList([])) +
    template(templateIds.reaction, reaction({ emoji: '', by: [], mine: false }, '/')) +
    template(templateIds.menu, messageMenu(context)) +
    template(templateIds.undo, '<button type="button" class="link-button" data-action="undo">Undo</button>') +
    states.join('')
  )
}

const nobody: PersonView = { username: '', displayName: '' }

function toast(context: RenderContext): string {
  return html`<div class="toast"><p data-slot="text"></p><button type="button" class="icon-button" data-close aria-label="Close">!${icon(context, 'x')}</button></div>`
}

function template(id: string, content: string): string {
  return html`<template id="${id}">!${content}</template>`
}
