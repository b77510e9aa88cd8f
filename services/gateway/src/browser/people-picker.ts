import { announce } from './announcer.ts'
import { allWithin, slot, within } from './elements.ts'
import { trigger } from './htmx.ts'
import { listStep } from './list-step.ts'

/** Puts a search with chips in the place of each field for usernames. */
export function handlePeoplePickers(document: Document): void {
  for (const field of allWithin(document, '[data-picker]', HTMLElement)) {
    const plain = within(field, 'input[name="people"]', HTMLInputElement)
    const template = within(field, 'template[data-part="picker"]', HTMLTemplateElement)
    const chip = within(field, 'template[data-part="chip"]', HTMLTemplateElement)
    const part = template?.content.firstElementChild?.cloneNode(true)
    if (plain === undefined || chip === undefined || !(part instanceof HTMLElement)) continue
    plain.type = 'hidden'
    plain.removeAttribute('id')
    plain.after(part)
    window.htmx.process(part)
    const input = within(part, '[role="combobox"]', HTMLInputElement)
    const results = within(part, '[role="listbox"]', HTMLElement)
    if (input !== undefined && results !== undefined) new PeoplePicker({ plain, part, chip, input, results })
  }
}

interface PickerParts {
  /** What is sent: the usernames. */
  plain: HTMLInputElement
  part: HTMLElement
  chip: HTMLTemplateElement
  input: HTMLInputElement
  results: HTMLElement
}

/** htmx fetches, this moves through what it found and keeps what is chosen. */
class PeoplePicker {
  readonly #parts: PickerParts
  /** What is found late is not shown to somebody who has gone on. */
  #isAsking = false

  constructor(parts: PickerParts) {
    const { part, input, results } = (this.#parts = parts)
    input.addEventListener('keydown', (event) => this.#pressed(event))
    input.addEventListener('input', () => {
      this.#isAsking = input.value.trim() !== ''
      if (!this.#isAsking) this.#close()
    })
    part.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !part.contains(relatedTarget)) this.#close()
    })
    // The focus stays where one types.
    results.addEventListener('mousedown', (event) => event.preventDefault())
    part.addEventListener('click', ({ target }) => this.#clicked(target))
    document.addEventListener('htmx:after:swap', ({ detail }) => {
      if (detail.ctx.sourceElement === input) this.#found()
    })
  }

  get #chips(): HTMLElement[] {
    return allWithin(this.#parts.part, '.chip', HTMLElement)
  }

  get #options(): HTMLElement[] {
    return allWithin(this.#parts.results, '[data-username]:not([hidden])', HTMLElement)
  }

  #pressed(event: KeyboardEvent): void {
    if (event.isComposing) return
    const { input, results } = this.#parts
    const options = results.hidden ? [] : this.#options
    const current = options.findIndex((option) => option.ariaSelected === 'true')
    const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp'
    const next = isArrow ? listStep(event.key, current, options.length) : undefined
    if (next !== undefined) this.#select(options, next)
    else if (event.key === 'ArrowDown') this.#open()
    else if (event.key === 'Enter') this.#choose(options[current])
    else if (event.key === 'Escape' && !results.hidden) this.#close()
    else if (event.key === 'Backspace' && input.value === '') this.#leaveOut(this.#chips.at(-1))
    else return
    if (event.key !== 'Backspace') event.preventDefault()
  }

  #clicked(target: EventTarget | null): void {
    if (!(target instanceof Element)) return
    const { input } = this.#parts
    const button = target.closest('.chip-remove')
    const option = target.closest('[data-username][role="option"]')
    if (option instanceof HTMLElement) this.#choose(option)
    if (button !== null) this.#leaveOut(button.closest<HTMLElement>('.chip') ?? undefined)
    if (button !== null || target.closest('.chip') === null) input.focus()
  }

  /** Whoever is chosen already is not offered again. */
  #found(): void {
    const { input, results } = this.#parts
    if (!this.#isAsking) return
    const chosen = new Set(this.#chips.map(({ dataset }) => dataset.username))
    for (const option of this.#options) option.hidden = chosen.has(option.dataset.username)
    const isNobody = results.querySelector('[aria-disabled]') !== null && input.value.trim() !== ''
    results.hidden = this.#options.length === 0 && !isNobody
    input.setAttribute('aria-expanded', String(!results.hidden))
    this.#select(this.#options, 0)
    results.scrollIntoView({ block: 'nearest' })
  }

  #select(options: readonly HTMLElement[], index: number): void {
    const { input } = this.#parts
    for (const [i, option] of options.entries()) {
      option.ariaSelected = String(i === index)
      if (i === index) option.scrollIntoView({ block: 'nearest' })
    }
    const active = options[index]
    if (active === undefined) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', active.id)
  }

  #choose(option: HTMLElement | undefined): void {
    const { chip, input, part } = this.#parts
    const made = chip.content.firstElementChild?.cloneNode(true)
    if (option === undefined || !(made instanceof HTMLElement)) return
    const { username = '', name = '' } = option.dataset
    made.dataset.username = username
    const picture = option.querySelector('.avatar')?.cloneNode(true)
    if (picture instanceof HTMLElement) made.querySelector('.avatar')?.replaceWith(picture)
    const words = slot(made, 'name')
    if (words !== undefined) words.textContent = name
    made.querySelector('button')?.setAttribute('aria-label', `Leave out ${name}`)
    part.querySelector('.chips')?.append(made)
    input.value = ''
    this.#close()
    this.#write()
    announce(`${name} is chosen`)
  }

  #leaveOut(chip: HTMLElement | undefined): void {
    if (chip === undefined) return
    const name = slot(chip, 'name')?.textContent ?? ''
    chip.remove()
    this.#write()
    announce(`${name} is left out`)
  }

  #open(): void {
    this.#isAsking = true
    trigger(this.#parts.input, 'parley:open')
  }

  #close(): void {
    const { input, results } = this.#parts
    this.#isAsking = false
    results.hidden = true
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  #write(): void {
    this.#parts.plain.value = this.#chips.map(({ dataset }) => dataset.username).join(' ')
  }
}
