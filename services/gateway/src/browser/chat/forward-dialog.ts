import type { ForwardResult, ParleyClient } from '@parley/client'
import { limits } from '@parley/contracts/limits'
import { ParleyError } from '@parley/contracts/parley-error'
import { openDialog } from '../dialogs.ts'
import { allWithin, byId } from '../elements.ts'
import { listStep } from '../list-step.ts'
import { toast } from '../toasts.ts'

/** The dialog in which one chooses to whom a message is forwarded: by name, several, with the keyboard alone too. */
export class ForwardDialog {
  readonly #client: ParleyClient
  readonly #conversation: string
  readonly #dialog = byId('forward', HTMLDialogElement)
  readonly #input = byId('forward-search', HTMLInputElement)
  readonly #results = byId('forward-results', HTMLElement)
  readonly #button = byId('forward-send', HTMLButtonElement)
  /** Names of those that are chosen, by conversation. */
  readonly #chosen = new Map<string, string>()
  #n = 0

  constructor(client: ParleyClient, conversation: string) {
    this.#client = client
    this.#conversation = conversation
    this.#input?.addEventListener('keydown', (event) => this.#pressed(event))
    this.#results?.addEventListener('click', ({ target }) => {
      const option = target instanceof Element ? target.closest('[role="option"]') : null
      if (option instanceof HTMLElement) this.#toggle(option)
      // On a phone that would bring the keyboard up.
      if (matchMedia('(pointer: fine)').matches) this.#input?.focus()
    })
    this.#button?.addEventListener('click', () => this.#send())
    document.addEventListener('htmx:after:swap', ({ detail }) => {
      if (detail.ctx.sourceElement === this.#input) this.#show(0)
    })
  }

  /** @param about the message in words */
  open(n: number, about: string): void {
    this.#n = n
    this.#chosen.clear()
    this.#results?.replaceChildren()
    const words = byId('forward-about', HTMLElement)
    if (words !== undefined) words.textContent = about
    openDialog('forward')
    this.#show(0)
  }

  #options(): HTMLElement[] {
    return this.#results === undefined
      ? []
      : allWithin(this.#results, '[role="option"][data-conversation]', HTMLElement)
  }

  #pressed(event: KeyboardEvent): void {
    const { key, isComposing } = event
    if (isComposing) return
    const options = this.#options()
    const active = options.findIndex((option) => option.dataset.active !== undefined)
    // Home and End belong to the text.
    const isArrow = key === 'ArrowDown' || key === 'ArrowUp'
    const next = isArrow ? listStep(key, active, options.length) : undefined
    if (next !== undefined) this.#show(next)
    else if (key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#send()
    else if (key === 'Enter') this.#toggle(options[active])
    else return
    event.preventDefault()
  }

  #toggle(option: HTMLElement | undefined): void {
    const { conversation, name = '' } = option?.dataset ?? {}
    if (option === undefined || conversation === undefined) return
    const isFull = this.#chosen.size >= limits.forwardedAtOnce
    if (this.#chosen.has(conversation)) this.#chosen.delete(conversation)
    else if (isFull) toast(`A message goes to ${limits.forwardedAtOnce} conversations at once.`)
    else this.#chosen.set(conversation, name)
    this.#show(this.#options().indexOf(option))
    // The next name takes the place of this one.
    this.#input?.select()
  }

  /** Marks the option that keys act on, and those that are chosen. */
  #show(active: number): void {
    const options = this.#options()
    for (const [i, option] of options.entries()) {
      option.toggleAttribute('data-active', i === active)
      option.ariaSelected = String(this.#chosen.has(option.dataset.conversation ?? ''))
      if (i === active) option.scrollIntoView({ block: 'nearest' })
    }
    const id = options[active]?.id
    if (id === undefined) this.#input?.removeAttribute('aria-activedescendant')
    else this.#input?.setAttribute('aria-activedescendant', id)
    const names = byId('forward-chosen', HTMLElement)
    if (names !== undefined) names.textContent = listed([...this.#chosen.values()])
    if (this.#button !== undefined) this.#button.disabled = this.#chosen.size === 0
  }

  #send(): void {
    const to = new Map(this.#chosen)
    if (to.size === 0) return
    // A second press finds nobody chosen.
    this.#chosen.clear()
    this.#dialog?.close()
    this.#client.forward(this.#conversation, this.#n, [...to.keys()]).then(
      (results) => say(results, to),
      (error: unknown) => toast(`The message was not forwarded. ${reasonOf(error)}`),
    )
  }
}

function say(results: readonly ForwardResult[], names: ReadonlyMap<string, string>): void {
  const nameOf = ({ conversation }: ForwardResult) => names.get(conversation) ?? ''
  const done = results.filter((result) => 'entry' in result).map(nameOf)
  if (done.length > 0) toast(`Forwarded to ${listed(done)}.`)
  for (const result of results)
    if ('error' in result) toast(`It was not forwarded to ${nameOf(result)}. ${result.error.message}`)
}

function reasonOf(error: unknown): string {
  return error instanceof ParleyError ? error.message : ''
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names)
}
