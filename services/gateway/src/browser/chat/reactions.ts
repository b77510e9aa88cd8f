import type { ParleyClient } from '@parley/client'
import { ParleyError } from '@parley/contracts/parley-error'
import { reactionWords } from '../../views/reactions.ts'
import { clone, slot, within } from '../elements.ts'
import type { ChatPage, Page } from '../page.ts'
import { toast } from '../toasts.ts'

export interface ReactionParts {
  client: ParleyClient
  page: Page
  chat: ChatPage
}

/** Reactions below their messages: shows them at once, and as entries say. */
export class Reactions {
  readonly #client: ParleyClient
  readonly #me: string
  readonly #chat: ChatPage

  constructor({ client, page, chat }: ReactionParts) {
    this.#client = client
    this.#me = page.viewer.id
    this.#chat = chat
  }

  /** Sets one's own, or takes it back. */
  toggle(message: HTMLElement, emoji: string): void {
    const isSet = people(find(message, emoji)).includes(this.#me)
    this.#want(message, emoji, !isSet)
  }

  set(message: HTMLElement, emoji: string): void {
    this.#want(message, emoji, true)
  }

  /** Somebody has reacted, or has taken it back. */
  apply(message: HTMLElement, { emoji, user, isSet }: { emoji: string; user: string; isSet: boolean }): void {
    const known = find(message, emoji)
    const others = people(known).filter((id) => id !== user)
    const by = isSet ? [...others, user] : others
    if (by.length > 0) this.#show(known ?? add(message, emoji), emoji, by)
    else known?.closest('li')?.remove()
    const list = within(message, '.reactions', HTMLElement)
    if (list?.childElementCount === 0) list.remove()
  }

  #want(message: HTMLElement, emoji: string, isSet: boolean): void {
    const n = Number(message.dataset.n)
    if (!(n > 0) || message.dataset.deleted !== undefined) return
    const { conversation } = this.#chat
    const own = { emoji, user: this.#me }
    this.apply(message, { ...own, isSet })
    const done = isSet
      ? this.#client.react(conversation, n, emoji)
      : this.#client.unreact(conversation, n, emoji)
    done.catch((error: unknown) => {
      this.apply(message, { ...own, isSet: !isSet })
      toast(error instanceof ParleyError ? error.message : 'This was not done.')
    })
  }

  #show(link: HTMLAnchorElement | undefined, emoji: string, by: readonly string[]): void {
    if (link === undefined) return
    link.dataset.by = by.join(' ')
    link.toggleAttribute('data-reacted', by.includes(this.#me))
    const unknown = by.find((id) => id !== this.#me && this.#client.person(id) === undefined)
    if (unknown !== undefined) this.#findAndShow(link, emoji, unknown)
    const names = by.map((id) =>
      id === this.#me ? 'You' : (this.#client.person(id)?.displayName ?? 'Somebody'),
    )
    const words = reactionWords(names)
    link.title = `${emoji} ${words}`
    for (const [name, text] of Object.entries({ count: String(by.length), people: ` ${words}` })) {
      const place = slot(link, name)
      if (place !== undefined) place.textContent = text
    }
  }

  /** In a group not everybody is known from the beginning. */
  #findAndShow(link: HTMLAnchorElement, emoji: string, user: string): void {
    this.#client
      .findPerson(user)
      .then((person) => {
        if (person !== undefined && link.isConnected) this.#show(link, emoji, people(link))
      })
      .catch(() => undefined) // then it is somebody
  }
}

function find(message: HTMLElement, emoji: string): HTMLAnchorElement | undefined {
  return within(message, `.reaction[data-emoji="${CSS.escape(emoji)}"]`, HTMLAnchorElement)
}

function people(link: HTMLAnchorElement | undefined): string[] {
  return (link?.dataset.by ?? '').split(' ').filter(Boolean)
}

function add(message: HTMLElement, emoji: string): HTMLAnchorElement | undefined {
  const link = clone('tpl-reaction', HTMLAnchorElement)
  const list = within(message, '.reactions', HTMLElement) ?? clone('tpl-reactions', HTMLElement)
  if (link === undefined || list === undefined) return undefined
  link.dataset.emoji = emoji
  link.href = message.querySelector('.message-more')?.getAttribute('href') ?? ''
  const shown = link.querySelector('span')
  if (shown !== null) shown.textContent = emoji
  const item = document.createElement('li')
  item.append(link)
  list.append(item)
  message.querySelector('.bubble')?.after(list)
  return link
}
