import { isMarkedUnread, isMuted, isPinned, type ParleyClient } from '@parley/client'
import { isGroup } from '@parley/contracts/group-ids'
import { fits, type ArrangeState } from '../views/arrange-items.ts'
import { type ArrangeAction, arrangements } from '../views/arrangements.ts'
import { announce } from './announcer.ts'
import { allWithin, clone, within } from './elements.ts'
import { listStep } from './list-step.ts'
import type { Page } from './page.ts'
import { toast } from './toasts.ts'

const done: Partial<Record<ArrangeAction, string>> = {
  pin: 'Pinned',
  unpin: 'Not pinned any more',
  archive: 'Archived',
  unarchive: 'Back in the list',
  unmute: 'Not muted any more',
  'mute-but-mentions': 'Muted, but for mentions',
  'mark-unread': 'Marked as unread',
  'mark-read': 'Marked as read',
}
/** From the edges of the window, and from what opened it. */
const gapPx = 8

/** The menu of what one can do with a conversation, in the list and in the chat's head; one at a time. */
export class ArrangeMenu {
  readonly #client: ParleyClient
  readonly #page: Page
  #open: HTMLElement | undefined
  /** The name of a menu's opener: a refresh of the list may put another element in its place. */
  #opener = ''

  constructor(client: ParleyClient, page: Page) {
    this.#client = client
    this.#page = page
    document.addEventListener('click', (event) => this.#clicked(event))
    document.addEventListener('keydown', (event) => this.#keyed(event))
    document.querySelector('.list-scroll')?.addEventListener('scroll', () => this.#open?.hidePopover())
    window.addEventListener('resize', () => this.#open?.hidePopover())
  }

  #clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('[data-action="arrange"]') : null
    // A new tab gets the page.
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const wasOpen = this.#open !== undefined && this.#opener === selectorOf(link)
    this.#open?.hidePopover()
    if (!wasOpen) this.#show(link)
  }

  #keyed(event: KeyboardEvent): void {
    const { target, key, shiftKey, ctrlKey, metaKey, altKey } = event
    const row = target instanceof Element ? target.closest('#conversations > li') : null
    const isAsked = key === 'ContextMenu' || (key === 'F10' && shiftKey) || (key === 'm' && !shiftKey)
    if (row === null || !isAsked || ctrlKey || metaKey || altKey) return
    const link = within(row, '[data-action="arrange"]', HTMLElement)
    if (link === undefined) return
    event.preventDefault()
    this.#show(link)
  }

  #show(link: HTMLElement): void {
    const subject = link.closest<HTMLElement>('[data-conversation]')
    const menu = clone('tpl-arrange-menu', HTMLElement)
    if (subject === null || menu === undefined) return
    const opener = selectorOf(link)
    const states = this.#statesOf(subject)
    for (const item of allWithin(menu, '[data-when]', HTMLElement))
      if (!fits({ when: item.dataset.when as ArrangeState }, states) || isForOthers(item, subject))
        item.remove()
    if (isGroup(subject.dataset.conversation ?? ''))
      for (const item of allWithin(menu, '[data-of-person]', HTMLElement)) item.remove()
    const from = link.closest('li') === null ? 'chat' : 'list'
    for (const item of allWithin(menu, 'a[data-page]', HTMLAnchorElement))
      item.href = `/messages/${item.dataset.page}/${subject.dataset.username}/?from=${from}`
    menu.setAttribute('aria-label', link.getAttribute('aria-label') ?? '')
    menu.addEventListener('click', (event) => this.#chosen(event, subject))
    menu.addEventListener('keydown', pressed)
    menu.addEventListener('toggle', (event) => {
      if (event.newState === 'closed') this.#closed(menu, opener)
    })
    // Within the page's landmark, though it lies on top of everything.
    ;(document.querySelector('main') ?? document.body).append(menu)
    this.#open = menu
    this.#opener = opener
    link.setAttribute('aria-expanded', 'true')
    menu.showPopover()
    place(menu, link)
    items(menu)[0]?.focus({ preventScroll: true })
  }

  #closed(menu: HTMLElement, opener: string): void {
    const link = within(document, opener, HTMLElement)
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body
    menu.remove()
    const isLast = this.#open === menu
    if (isLast) this.#open = undefined
    if (isLast || opener !== this.#opener) link?.removeAttribute('aria-expanded')
    if (isLast && hadFocus) link?.focus({ preventScroll: true })
  }

  /** As the page shows it, but for what scripts have learned since: a list is read anew a moment later. */
  #statesOf({ dataset }: HTMLElement): ReadonlySet<string> {
    const own = this.#client.own(dataset.conversation ?? '')
    const states = {
      archived: dataset.archived !== undefined,
      blocked: dataset.blocked !== undefined,
      pinned: own === undefined ? dataset.pinned !== undefined : isPinned(own),
      muted: own === undefined ? dataset.muted !== undefined : isMuted(own, this.#client.now),
      unread: Number(dataset.unread ?? 0) > 0 || this.#isMarked(dataset.conversation ?? ''),
    }
    return new Set(Object.keys(states).filter((name) => states[name as keyof typeof states]))
  }

  #isMarked(conversation: string): boolean {
    const pointer = this.#client.pointers(conversation).find(({ user }) => user === this.#page.viewer.id)
    return isMarkedUnread(this.#client.own(conversation), pointer ?? { readSeq: 0 })
  }

  #chosen({ target }: MouseEvent, { dataset }: HTMLElement): void {
    const item = target instanceof Element ? target.closest<HTMLElement>('[data-arrange]') : null
    const action = item?.dataset.arrange as ArrangeAction | undefined
    const conversation = dataset.conversation ?? ''
    if (action === undefined) return
    this.#open?.hidePopover()
    this.#act(conversation, action).catch((error: unknown) => {
      toast(error instanceof Error && error.message !== '' ? error.message : 'That did not work.')
    })
  }

  async #act(conversation: string, action: ArrangeAction): Promise<void> {
    const position = this.#client.position(conversation) ?? 0
    if (action === 'mark-read' && position > 0) this.#client.markRead(conversation, position)
    if (action !== 'mark-read' || this.#isMarked(conversation))
      await this.#client.arrange(conversation, arrangements[action])
    announce(done[action] ?? 'Muted')
    // Who stays would have it before them, unread or not.
    if (action === 'mark-unread' && conversation === this.#page.chat?.conversation)
      location.assign('/messages/')
  }
}

/** Whether it is offered in groups only, and this is none. */
function isForOthers(item: HTMLElement, { dataset }: HTMLElement): boolean {
  return item.dataset.inGroupsOnly !== undefined && !isGroup(dataset.conversation ?? '')
}

function pressed(event: KeyboardEvent): void {
  const menu = event.currentTarget
  if (!(menu instanceof HTMLElement)) return
  const all = items(menu)
  const current = all.findIndex((item) => item === document.activeElement)
  const next = listStep(event.key, current, all.length)
  if (next !== undefined) all[next]?.focus()
  else if (event.key === 'Tab') menu.hidePopover()
  else return
  event.preventDefault()
  // Beneath it the same keys mean something else.
  event.stopPropagation()
}

/** Below what opened it, or above where there is no room, and within the window. */
function place(menu: HTMLElement, link: HTMLElement): void {
  const [box, { width, height }] = [link.getBoundingClientRect(), menu.getBoundingClientRect()]
  const isLow = box.bottom + gapPx + height > innerHeight
  const top = isLow ? Math.max(gapPx, box.top - gapPx / 2 - height) : box.bottom + gapPx / 2
  const left = Math.min(Math.max(gapPx, box.right - width), innerWidth - width - gapPx)
  menu.style.top = `${top}px`
  menu.style.left = `${left}px`
}

function selectorOf(link: HTMLElement): string {
  const row = link.closest('li')
  return row === null ? `#${link.id}` : `#${row.id} [data-action="arrange"]`
}

function items(menu: HTMLElement): HTMLElement[] {
  return allWithin(menu, '[role=menuitem]', HTMLElement)
}
