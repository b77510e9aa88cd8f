import type { ParleyClient } from '@parley/client'
import { ParleyError } from '@parley/contracts/parley-error'
import { actionUrl } from '../../views/chat-address.ts'
import { announce } from '../announcer.ts'
import { clone } from '../elements.ts'
import type { ChatPage } from '../page.ts'
import { toast } from '../toasts.ts'

/** So long a deletion can be taken back before it goes out. */
const undoMs = 5_000

interface Planned {
  message: HTMLElement
  n: number
  timer: ReturnType<typeof setTimeout>
}

/** Deletes messages some seconds after one said so; until then each is hidden and can be taken back. */
export class Deletions {
  readonly #client: ParleyClient
  readonly #chat: ChatPage
  readonly #csrfToken: string
  readonly #planned = new Map<number, Planned>()

  constructor(parts: { client: ParleyClient; chat: ChatPage; csrfToken: string }) {
    this.#client = parts.client
    this.#chat = parts.chat
    this.#csrfToken = parts.csrfToken
    // Who leaves does not take it back any more.
    window.addEventListener('pagehide', () => this.#sendAll())
  }

  plan(message: HTMLElement): void {
    const n = Number(message.dataset.n)
    const words = clone('tpl-gone-mine', HTMLElement)
    const undo = clone('tpl-undo', HTMLElement)
    if (words === undefined || undo === undefined || this.#planned.has(n)) return
    message.dataset.deleting = ''
    message.querySelector('.bubble')?.append(words, undo)
    const timer = setTimeout(() => this.#go(n), undoMs)
    this.#planned.set(n, { message, n, timer })
    announce('Message deleted. Press Control and Z to undo.')
  }

  /** Takes back the deletion of a message, or the last one. */
  undo(message?: HTMLElement): boolean {
    const planned = [...this.#planned.values()].findLast(
      (one) => message === undefined || one.message === message,
    )
    if (planned === undefined) return false
    clearTimeout(planned.timer)
    this.#planned.delete(planned.n)
    restore(planned.message)
    announce('The message is back.')
    return true
  }

  #go(n: number): void {
    const planned = this.#planned.get(n)
    if (planned === undefined) return
    this.#planned.delete(n)
    for (const undo of planned.message.querySelectorAll('[data-action="undo"]')) undo.remove()
    this.#client.remove(this.#chat.conversation, n).catch((error: unknown) => {
      restore(planned.message)
      toast(`The message was not deleted. ${error instanceof ParleyError ? error.message : ''}`)
    })
  }

  #sendAll(): void {
    for (const { n, timer } of this.#planned.values()) {
      clearTimeout(timer)
      fetch(actionUrl(this.#chat.to, 'delete'), {
        method: 'POST',
        keepalive: true,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'X-CSRFToken': this.#csrfToken,
        },
        body: JSON.stringify({ id: n }),
      }).catch(() => undefined) // nobody is there any more to be told
    }
    this.#planned.clear()
  }
}

function restore(message: HTMLElement): void {
  const hadFocus = message.querySelector('[data-action="undo"]')?.contains(document.activeElement) ?? false
  for (const added of message.querySelectorAll('.bubble > .text-gone, .bubble > [data-action="undo"]'))
    added.remove()
  delete message.dataset.deleting
  if (hadFocus) message.focus({ preventScroll: true })
}
