import type { ParleyClient } from '@parley/client'
import { hue, initials } from '../../views/avatar.ts'
import { announce } from '../announcer.ts'
import { byId } from '../elements.ts'
import { listStep } from '../list-step.ts'
import type { ChatPage, Page } from '../page.ts'
import { typeInto } from './composer-marks.ts'
import { fetchMentionable } from './group-members.ts'
import { findMentionable, type Mentionable, tokenAt } from './mention-search.ts'

const listId = 'mention-list'

/**
 * Offers the members of a group while one writes `@` and what their names begin with. To be called before others listen to
 * the composer's keys: while it is open, some mean something else.
 */
export function completeMentions(
  client: ParleyClient,
  { viewer }: Page,
  { to, conversation }: ChatPage,
): void {
  const text = byId('composer-text', HTMLTextAreaElement)
  if (text === undefined || !('group' in to)) return
  const completion = new MentionCompletion(text, () => fetchMentionable(to.group, viewer.username))
  client.on('entry', (entry) => {
    if (entry.conversation === conversation && entry.kind === 'members') completion.forget()
  })
}

class MentionCompletion {
  readonly #text: HTMLTextAreaElement
  readonly #fetch: () => Promise<Mentionable[]>
  readonly #list: HTMLElement
  #members: Promise<Mentionable[]> | undefined
  #shown: Mentionable[] = []
  #current = 0
  /** Where the `@` stands that one did not want to be completed. */
  #refused: number | undefined

  constructor(text: HTMLTextAreaElement, fetch: () => Promise<Mentionable[]>) {
    this.#text = text
    this.#fetch = fetch
    this.#list = makeList()
    text.after(this.#list)
    text.setAttribute('aria-autocomplete', 'list')
    text.addEventListener('input', () => this.#update())
    text.addEventListener('keydown', (event) => this.#pressed(event))
    text.addEventListener('blur', () => this.#close())
    document.addEventListener('selectionchange', () => {
      if (!this.#list.hidden) this.#update()
    })
    // The focus stays where one writes.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault())
    this.#list.addEventListener('click', ({ target }) => {
      const option = target instanceof Element ? target.closest('[role=option]') : null
      if (option !== null) this.#take([...this.#list.children].indexOf(option))
    })
  }

  /** Others are there now. */
  forget(): void {
    this.#members = undefined
  }

  #update(): void {
    const token = this.#token()
    if (token === undefined) this.#refused = undefined
    if (token === undefined || token.start === this.#refused) return this.#close()
    this.#members ??= this.#fetch()
    this.#members
      .then((members) => {
        const now = this.#token()
        if (now === undefined || now.start === this.#refused) return this.#close()
        this.#show(findMentionable(members, now.query))
      })
      .catch(() => {
        // One can write the name oneself; the next letter asks again.
        this.forget()
        this.#close()
      })
  }

  #token() {
    const { selectionStart, selectionEnd, value } = this.#text
    const isWriting = document.activeElement === this.#text && selectionStart === selectionEnd
    return isWriting ? tokenAt(value, selectionEnd) : undefined
  }

  #show(found: Mentionable[]): void {
    if (found.length === 0) return this.#close()
    const isSame = !this.#list.hidden && keyOf(found) === keyOf(this.#shown)
    if (isSame) return
    this.#shown = found
    this.#list.replaceChildren(...found.map(option))
    this.#list.hidden = false
    this.#text.setAttribute('aria-controls', listId)
    this.#select(0)
    announce(found.length === 1 ? '1 member' : `${found.length} members`)
  }

  #pressed(event: KeyboardEvent): void {
    const { key, isComposing, shiftKey, ctrlKey, metaKey, altKey } = event
    if (this.#list.hidden || isComposing || shiftKey || ctrlKey || metaKey || altKey) return
    const isArrow = key === 'ArrowDown' || key === 'ArrowUp'
    const next = isArrow ? listStep(key, this.#current, this.#shown.length) : undefined
    if (next !== undefined) this.#select(next)
    else if (key === 'Enter' || key === 'Tab') this.#take(this.#current)
    else if (key === 'Escape') this.#refuse()
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  #select(index: number): void {
    this.#current = index
    for (const [i, one] of [...this.#list.children].entries()) {
      one.ariaSelected = String(i === index)
      if (i !== index) continue
      one.scrollIntoView({ block: 'nearest' })
      this.#text.setAttribute('aria-activedescendant', one.id)
    }
  }

  #take(index: number): void {
    const [token, chosen] = [this.#token(), this.#shown[index]]
    this.#close()
    if (token === undefined || chosen === undefined) return
    const { value } = this.#text
    const end = value.charAt(token.end) === ' ' ? token.end + 1 : token.end
    this.#text.setSelectionRange(token.start, end)
    typeInto(this.#text, `@${chosen.username} `)
  }

  #refuse(): void {
    this.#refused = this.#token()?.start
    this.#close()
  }

  #close(): void {
    if (this.#list.hidden) return
    this.#list.hidden = true
    this.#shown = []
    this.#text.removeAttribute('aria-controls')
    this.#text.removeAttribute('aria-activedescendant')
  }
}

function keyOf(found: readonly Mentionable[]): string {
  return found.map(({ username }) => username).join(' ')
}

function makeList(): HTMLElement {
  const list = document.createElement('div')
  list.id = listId
  list.className = 'mention-list'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Members')
  list.hidden = true
  return list
}

function option({ username, name }: Mentionable): HTMLElement {
  const made = document.createElement('div')
  made.id = `mention-${username}`
  made.className = 'mention-option'
  made.setAttribute('role', 'option')
  const picture = part('avatar', initials(name))
  picture.dataset.hue = String(hue(username))
  picture.setAttribute('aria-hidden', 'true')
  const shown = document.createElement('bdi')
  shown.className = 'mention-name'
  shown.textContent = name
  made.append(picture, shown, part('mention-username', `@${username}`))
  return made
}

function part(className: string, text: string): HTMLElement {
  const made = document.createElement('span')
  made.className = className
  made.textContent = text
  return made
}
