import type { ParleyClient } from '@parley/client'
import { ParleyError } from '@parley/contracts/parley-error'
import { byId, clone } from '../elements.ts'
import { trigger } from '../htmx.ts'
import { toast } from '../toasts.ts'
import type { MessageList } from './message-list.ts'
import { goToQuoted } from './quotes.ts'

/** Messages that are pinned, and the bar that shows the last of them. */
export class Pins {
  readonly #client: ParleyClient
  readonly #conversation: string
  readonly #list: MessageList

  constructor(client: ParleyClient, conversation: string, list: MessageList) {
    this.#client = client
    this.#conversation = conversation
    this.#list = list
    // The bar comes anew, what is in it too.
    document.addEventListener('click', (event) => {
      const { target } = event
      const link = target instanceof Element ? target.closest('.pinned-newest') : null
      if (link instanceof HTMLElement) goToQuoted(event, list.byNumber(Number(link.dataset.n)))
    })
  }

  toggle({ dataset: { n, pinned } }: HTMLElement): void {
    const what = pinned === undefined ? 'pin' : 'unpin'
    this.#client[what](this.#conversation, Number(n)).catch((error: unknown) => {
      toast(error instanceof ParleyError ? error.message : 'This was not done.')
    })
  }

  /** An entry says that a message is pinned, or not any more. */
  apply(n: number, isPinned: boolean): void {
    this.#refresh()
    const message = this.#list.byNumber(n)
    if (message === undefined || message.dataset.deleted !== undefined) return
    message.toggleAttribute('data-pinned', isPinned)
    message.querySelector('.pinned-mark')?.remove()
    const mark = isPinned ? clone('tpl-pinned', HTMLElement) : undefined
    if (mark !== undefined) message.querySelector('.meta > time')?.after(mark)
  }

  /** A message is another one, or gone: where it is pinned, the bar says so. */
  changed(n: number): void {
    const numbers = byId('pinned', HTMLElement)?.dataset.numbers ?? ''
    if (numbers.split(' ').includes(String(n))) this.#refresh()
  }

  #refresh(): void {
    const bar = byId('pinned', HTMLElement)
    if (bar !== undefined) trigger(bar, 'parley:pinned')
  }
}
