import { badgeText } from '../../views/badge.ts'
import { byId } from '../elements.ts'
import { focusComposer } from './focus-composer.ts'
import type { Scrolling } from './scrolling.ts'

/** The button to the newest message, with how many came meanwhile. */
export class Jump {
  readonly #scrolling: Scrolling
  readonly #button = byId('jump', HTMLButtonElement)
  readonly #badge = byId('jump-count', HTMLElement)
  #count = 0

  constructor(scrolling: Scrolling) {
    this.#scrolling = scrolling
    scrolling.element.addEventListener('scroll', () => this.update(), { passive: true })
    this.#button?.addEventListener('click', () => {
      scrolling.toNewest()
      focusComposer()
      this.update()
    })
    this.update()
  }

  /** A message came below what one sees. */
  count(): void {
    this.#count += 1
    this.update()
  }

  update(): void {
    const { isAtNewest } = this.#scrolling
    if (isAtNewest) this.#count = 0
    if (this.#button !== undefined) {
      this.#button.hidden = isAtNewest
      this.#button.dataset.count = String(this.#count)
    }
    if (this.#badge !== undefined) this.#badge.textContent = badgeText(this.#count)
  }
}
