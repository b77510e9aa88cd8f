import type { ListedEmoji } from '../../views/emoji-picker.ts'
import type { AccountStore } from '../account-store.ts'
import { openDialog } from '../dialogs.ts'
import { allWithin, byId } from '../elements.ts'
import { toast } from '../toasts.ts'
import { findEmoji } from './emoji-search.ts'
import { recentEmoji } from './recent-emoji.ts'

/** The dialog with all emoji: found by name, the last used first, all of it by keyboard too. */
export class EmojiPicker {
  readonly #store: AccountStore
  readonly #dialog = byId('emoji-picker', HTMLDialogElement)
  readonly #search = byId('emoji-search', HTMLInputElement)
  readonly #list = byId('emoji-list', HTMLElement)
  #all: ListedEmoji[] | undefined
  #choose: (emoji: string) => void = () => {}

  constructor(store: AccountStore) {
    this.#store = store
    this.#search?.addEventListener('input', () => this.#show())
    this.#search?.addEventListener('keydown', (event) => {
      const [first] = this.#buttons()
      if (event.key === 'Enter') {
        event.preventDefault()
        first?.click()
      } else if (event.key === 'ArrowDown') {
        event.preventDefault()
        first?.focus()
      }
    })
    this.#list?.addEventListener('keydown', (event) => this.#move(event))
    this.#list?.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null
      const { emoji } = button?.dataset ?? {}
      if (emoji === undefined) return
      this.#dialog?.close()
      this.#choose(emoji)
    })
  }

  /** Opens it; `choose` is called with what one picks. */
  async open(choose: (emoji: string) => void): Promise<void> {
    this.#choose = choose
    try {
      this.#all ??= await load(this.#dialog?.dataset.src ?? '')
    } catch {
      toast('The emoji could not be loaded. Please try again.')
      return
    }
    openDialog('emoji-picker')
    this.#show()
  }

  #show(): void {
    const all = this.#all ?? []
    const query = this.#search?.value ?? ''
    const used = query === '' ? recentEmoji(this.#store) : []
    const recent = used.map((emoji) => all.find(([one]) => one === emoji)).filter((one) => one !== undefined)
    const found = [...new Set([...recent, ...findEmoji(all, query)])]
    this.#list?.replaceChildren(...found.map(button))
    if (this.#list !== undefined) this.#list.scrollTop = 0
    byId('emoji-none', HTMLElement)?.toggleAttribute('hidden', found.length > 0)
  }

  #move(event: KeyboardEvent): void {
    const all = this.#buttons()
    const at = all.findIndex((one) => one === document.activeElement)
    const columns = Math.max(
      1,
      all.findIndex((one) => one.offsetTop !== all[0]?.offsetTop),
    )
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key]
    if (step === undefined || at < 0) return
    event.preventDefault()
    if (at + step < 0) this.#search?.focus()
    else all[Math.min(at + step, all.length - 1)]?.focus()
  }

  #buttons(): HTMLButtonElement[] {
    return this.#list === undefined ? [] : allWithin(this.#list, 'button', HTMLButtonElement)
  }
}

async function load(url: string): Promise<ListedEmoji[]> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`emoji: ${answer.status}`)
  return (await answer.json()) as ListedEmoji[]
}

function button([emoji, name]: ListedEmoji): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'emoji'
  made.dataset.emoji = emoji
  made.textContent = emoji
  made.title = name
  made.setAttribute('role', 'option')
  made.setAttribute('aria-label', name)
  return made
}
