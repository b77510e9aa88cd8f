import type { ClientEvents, ParleyClient } from '@parley/client'
import { actionUrl } from '../../views/chat-address.ts'
import { messageLink } from '../../views/message-link.ts'
import type { AccountStore } from '../account-store.ts'
import { copyText } from '../copy-text.ts'
import type { ChatPage, Page } from '../page.ts'
import { toast } from '../toasts.ts'
import type { Composer } from './composer.ts'
import { Deletions } from './deletions.ts'
import { EmojiPicker } from './emoji-picker.ts'
import { ForwardDialog } from './forward-dialog.ts'
import { actionOfKey, isOwn, isThere, type MessageActions } from './message-actions.ts'
import type { MessageList } from './message-list.ts'
import { MessageMenu } from './message-menu.ts'
import { Pins } from './pins.ts'
import { authorOf, changeQuotes, goToQuoted } from './quotes.ts'
import { Reactions } from './reactions.ts'
import { Saves } from './saves.ts'
import { recentEmoji, rememberEmoji } from './recent-emoji.ts'
import { markEdited, setText, showGone, textOf } from './message-text.ts'

export interface ChangesParts {
  client: ParleyClient
  page: Page
  chat: ChatPage
  store: AccountStore
  list: MessageList
  composer: Composer | undefined
}

/** Editing, deleting, copying, pinning, saving and reacting to messages of a chat, by menu and by keys, and what entries say of all that. */
export class MessageChanges {
  readonly #list: MessageList
  readonly #composer: Composer | undefined
  readonly #reactions: Reactions
  readonly #me: string
  readonly #pins: Pins

  constructor({ client, page, chat, store, list, composer }: ChangesParts) {
    this.#list = list
    this.#composer = composer
    this.#me = page.viewer.id
    const reactions = new Reactions({ client, page, chat })
    this.#reactions = reactions
    const picker = new EmojiPicker(store)
    const react = (message: HTMLElement, emoji: string) => {
      rememberEmoji(store, emoji)
      reactions.set(message, emoji)
    }
    const deletions = new Deletions({ client, chat, csrfToken: page.csrfToken })
    const pins = new Pins(client, chat.conversation, list)
    this.#pins = pins
    const saves = new Saves(client, chat.conversation)
    const forwarding = new ForwardDialog(client, chat.conversation)
    const edit = async (message: HTMLElement) => {
      const n = Number(message.dataset.n)
      const { message: now } = await client.versions(chat.conversation, n)
      if (now.text !== undefined) composer?.edit({ n, text: now.text })
    }
    const actions: MessageActions = {
      reply(message) {
        if (isThere(message)) composer?.reply({ n: Number(message.dataset.n), author: authorOf(message) })
      },
      forward(message) {
        if (isThere(message)) forwarding.open(Number(message.dataset.n), textOf(message))
      },
      edit(message) {
        if (isOwn(message) && !chat.isClosed)
          edit(message).catch(() => toast('This message cannot be edited right now.'))
      },
      copy(message) {
        if (message.dataset.deleted === undefined) void copyText(textOf(message))
      },
      link({ dataset: { n } }) {
        const link = messageLink(page.viewer.username, chat.to, Number(n))
        if (Number(n) > 0) void copyText(location.origin + link, 'Link copied')
      },
      pin(message) {
        if (isThere(message) && !chat.isClosed) pins.toggle(message)
      },
      save(message) {
        if (isThere(message)) saves.toggle(message)
      },
      delete(message) {
        if (isOwn(message)) deletions.plan(message)
      },
      report({ dataset }) {
        location.assign(`${actionUrl(chat.to, 'report')}?id=${dataset.n}`)
      },
      react(message, emoji) {
        if (emoji !== undefined && !chat.isClosed) react(message, emoji)
      },
      pick(message) {
        if (!isThere(message) || chat.isClosed) return
        picker.open((emoji) => react(message, emoji)).catch((error: unknown) => reportError(error))
      },
    }
    const menu = new MessageMenu(list.element, {
      actions,
      recent: () => recentEmoji(store),
      isClosed: chat.isClosed,
    })
    list.element.addEventListener('click', (event) => {
      const { target } = event
      const button = target instanceof Element ? target.closest('[data-action]') : null
      const message = button?.closest('li.message')
      if (!(button instanceof HTMLElement) || !(message instanceof HTMLElement)) return
      if (button.dataset.action === 'undo') deletions.undo(message)
      if (button.dataset.action === 'quoted') goToQuoted(event, list.byNumber(Number(button.dataset.re)))
      if (button.dataset.action !== 'toggle') return
      event.preventDefault()
      reactions.toggle(message, button.dataset.emoji ?? '')
    })
    list.element.addEventListener('keydown', (event) => {
      const { target } = event
      if (!(target instanceof HTMLElement) || !target.matches('li.message')) return
      const action = actionOfKey(event)
      if (action === undefined) return
      event.preventDefault()
      if (action === 'menu') menu.open(target)
      else actions[action](target)
    })
    document.addEventListener('keydown', (event) => {
      const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey
      if (isUndo && !isWriting() && deletions.undo()) event.preventDefault()
    })
  }

  /** An entry that changes a message, which may not be on this page. */
  apply({ kind, by, of = 0, text }: ClientEvents['entry']): void {
    const message = this.#list.byNumber(of)
    if (kind === 'edit' || kind === 'delete') changeQuotes(this.#list.element, of, text)
    this.#pins.changed(of)
    if (kind === 'pin' || kind === 'unpin') this.#pins.apply(of, kind === 'pin')
    if (kind === 'delete') {
      if (message !== undefined) showGone(message, by === this.#me)
      this.#composer?.deleted(of)
    }
    if (text === undefined || message === undefined || message.dataset.deleted !== undefined) return
    if (kind === 'react' || kind === 'unreact')
      this.#reactions.apply(message, { emoji: text, user: by, isSet: kind === 'react' })
    if (kind !== 'edit') return
    setText(message, text)
    markEdited(message)
  }
}

function isWriting(): boolean {
  return document.activeElement?.matches('input, textarea') ?? false
}
