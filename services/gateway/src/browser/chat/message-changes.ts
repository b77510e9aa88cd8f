import type { ClientEvents, ParleyClient } from '@parley/client'
import { announce } from '../announcer.ts'
import type { ChatPage, Page } from '../page.ts'
import { toast } from '../toasts.ts'
import type { Composer } from './composer.ts'
import { Deletions } from './deletions.ts'
import { actionOfKey, isOwn, type MessageActions } from './message-actions.ts'
import type { MessageList } from './message-list.ts'
import { MessageMenu } from './message-menu.ts'
import { markEdited, setText, showGone, textOf } from './message-text.ts'

export interface ChangesParts {
  client: ParleyClient
  page: Page
  chat: ChatPage
  list: MessageList
  composer: Composer | undefined
}

/** Editing, deleting and copying messages of a chat, by menu and by keys, and what entries say of all that. */
export class MessageChanges {
  readonly #list: MessageList
  readonly #composer: Composer | undefined

  constructor({ client, page, chat, list, composer }: ChangesParts) {
    this.#list = list
    this.#composer = composer
    const deletions = new Deletions({ client, chat, csrfToken: page.csrfToken })
    const edit = async (message: HTMLElement) => {
      const n = Number(message.dataset.n)
      const { message: now } = await client.versions(chat.conversation, n)
      if (now.text !== undefined) composer?.edit({ n, text: now.text })
    }
    const actions: MessageActions = {
      edit(message) {
        if (isOwn(message)) edit(message).catch(() => toast('This message cannot be edited right now.'))
      },
      copy(message) {
        if (message.dataset.deleted === undefined) copy(textOf(message))
      },
      delete(message) {
        if (isOwn(message)) deletions.plan(message)
      },
    }
    const menu = new MessageMenu(list.element, actions)
    list.element.addEventListener('click', ({ target }) => {
      const undo = target instanceof Element ? target.closest('[data-action="undo"]') : null
      const message = undo?.closest('li.message')
      if (message instanceof HTMLElement) deletions.undo(message)
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
  apply({ kind, of = 0, text }: ClientEvents['entry']): void {
    const message = this.#list.byNumber(of)
    if (kind === 'delete') {
      if (message !== undefined) showGone(message)
      this.#composer?.deleted(of)
    }
    if (kind !== 'edit' || text === undefined || message === undefined) return
    if (message.dataset.deleted !== undefined) return
    setText(message, text)
    markEdited(message)
  }
}

function copy(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => announce('Copied'),
    () => toast('The browser does not allow copying here.'),
  )
}

function isWriting(): boolean {
  return document.activeElement?.matches('input, textarea') ?? false
}
