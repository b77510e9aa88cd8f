import type { ParleyClient } from '@parley/client'
import { ParleyError } from '@parley/contracts/parley-error'
import { announce } from '../announcer.ts'
import { clone } from '../elements.ts'
import { toast } from '../toasts.ts'

/** Messages that one saves for oneself. */
export class Saves {
  readonly #client: ParleyClient
  readonly #conversation: string

  constructor(client: ParleyClient, conversation: string) {
    this.#client = client
    this.#conversation = conversation
  }

  toggle(message: HTMLElement): void {
    const isSaved = message.dataset.saved !== undefined
    const n = Number(message.dataset.n)
    mark(message, !isSaved)
    const done = isSaved
      ? this.#client.unsave(this.#conversation, n)
      : this.#client.save(this.#conversation, n)
    done.then(
      () => announce(isSaved ? 'Not saved any more' : 'Saved'),
      (error: unknown) => {
        mark(message, isSaved)
        toast(error instanceof ParleyError ? error.message : 'This was not done.')
      },
    )
  }
}

function mark(message: HTMLElement, isSaved: boolean): void {
  message.toggleAttribute('data-saved', isSaved)
  message.querySelector('.saved-mark')?.remove()
  const shown = isSaved ? clone('tpl-saved', HTMLElement) : undefined
  if (shown !== undefined) message.querySelector('.meta > time')?.after(shown)
}
