import { allWithin, clone, within } from '../elements.ts'
import { listStep } from '../list-step.ts'
import { actionOfKey, type MessageAction, type MessageActions } from './message-actions.ts'

/** Between the menu and the end of what is seen. */
const gapPx = 12

/** The menu of what one can do with a message; one at a time. */
export class MessageMenu {
  readonly #actions: MessageActions
  readonly #recent: () => string[]
  readonly #isClosed: boolean
  #open: HTMLElement | undefined

  /**
   * @param parts.recent what to offer as reactions, the likeliest first
   * @param parts.isClosed nothing can be written here
   */
  constructor(
    list: HTMLElement,
    { actions, recent, isClosed }: { actions: MessageActions; recent: () => string[]; isClosed: boolean },
  ) {
    this.#actions = actions
    this.#recent = recent
    this.#isClosed = isClosed
    list.addEventListener('click', (event) => this.#clicked(event))
    document.addEventListener('click', ({ target }) => {
      if (target instanceof Node && this.#open?.parentElement?.contains(target) !== true) this.close()
    })
  }

  open(message: HTMLElement): void {
    const body = within(message, '.body', HTMLElement)
    const link = within(message, '.message-more', HTMLElement)
    this.close()
    const menu = clone('tpl-message-menu', HTMLElement)
    if (body === undefined || link === undefined || menu === undefined) return
    const foreign = message.dataset.mine === undefined ? '[data-own]' : '[data-theirs]'
    for (const item of menu.querySelectorAll(foreign)) item.remove()
    if (this.#isClosed) for (const item of menu.querySelectorAll('[data-writes]')) item.remove()
    for (const item of allWithin(menu, '[data-when]', HTMLElement))
      if (!fits(item.dataset.when ?? '', message)) item.remove()
    const quick = allWithin(menu, '[data-action=react]', HTMLElement)
    for (const [i, emoji] of this.#recent().slice(0, quick.length).entries()) {
      const item = quick[i]
      if (item !== undefined) item.dataset.emoji = item.textContent = emoji
    }
    menu.addEventListener('keydown', (event) => this.#pressed(event, message))
    body.append(menu)
    const frame = message.closest('#messages-scroll')?.getBoundingClientRect()
    const { top, bottom } = body.getBoundingClientRect()
    const [above, below] = [top - (frame?.top ?? 0), (frame?.bottom ?? 0) - bottom]
    const isLow = menu.offsetHeight + gapPx > below && above > below
    if (isLow) menu.dataset.above = ''
    // In a low window it scrolls.
    menu.style.maxBlockSize = `${(isLow ? above : below) - gapPx}px`
    this.#open = menu
    link.setAttribute('aria-expanded', 'true')
    items(menu)[0]?.focus({ preventScroll: true })
  }

  close(): void {
    const menu = this.#open
    this.#open = undefined
    if (menu === undefined) return
    const message = menu.closest('li.message')
    const hadFocus = menu.contains(document.activeElement)
    message?.querySelector('.message-more')?.removeAttribute('aria-expanded')
    menu.remove()
    if (hadFocus && message instanceof HTMLElement) message.focus({ preventScroll: true })
  }

  #clicked(event: MouseEvent): void {
    const { target } = event
    const button = target instanceof Element ? target.closest('[data-action]') : null
    const message = button?.closest('li.message')
    if (!(button instanceof HTMLElement) || !(message instanceof HTMLElement)) return
    const { action } = button.dataset
    if (action === 'more') {
      // A new tab gets the message's own page.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      if (this.#open?.closest('li.message') === message) this.close()
      else this.open(message)
    } else if (this.#open?.contains(button) === true)
      this.#act(action as MessageAction, message, button.dataset.emoji)
  }

  #act(action: MessageAction, message: HTMLElement, emoji?: string): void {
    this.close()
    this.#actions[action](message, emoji)
  }

  #pressed(event: KeyboardEvent, message: HTMLElement): void {
    const all = this.#open === undefined ? [] : items(this.#open)
    const next = listStep(
      sideways[event.key] ?? event.key,
      all.findIndex((item) => item === document.activeElement),
      all.length,
    )
    const action = actionOfKey(event)
    if (next !== undefined) all[next]?.focus()
    else if (action !== undefined && action !== 'menu') this.#act(action, message)
    else if (event.key === 'Escape' || event.key === 'Tab') this.close()
    else return
    event.preventDefault()
    // Beneath it the same keys mean something else.
    event.stopPropagation()
  }
}

/** Reactions stand beside each other. */
const sideways: Readonly<Record<string, string>> = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp' }

function items(menu: HTMLElement): HTMLElement[] {
  return allWithin(menu, '[role=menuitem]', HTMLElement)
}

/** Whether an item belongs to a message that is so, or with `!` is not. */
function fits(when: string, message: HTMLElement): boolean {
  const name = when.replace('!', '')
  return message.hasAttribute(`data-${name}`) === (name === when)
}
