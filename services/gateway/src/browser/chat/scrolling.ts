/** So near to the newest message counts as at it. */
const nearPx = 80

/**
 * The scrolling of a chat. Its element is laid out from the end: `scrollTop` is 0 at the newest message, where it stays by
 * itself, and negative above it.
 */
export class Scrolling {
  readonly element: HTMLElement
  #isAtNewest: boolean

  constructor(element: HTMLElement) {
    this.element = element
    this.#isAtNewest = this.#measure()
    // Asking the element each time would make a burst of messages a burst of layouts.
    element.addEventListener(
      'scroll',
      () => {
        this.#isAtNewest = this.#measure()
      },
      { passive: true },
    )
  }

  get isAtNewest(): boolean {
    return this.#isAtNewest
  }

  toNewest(): void {
    this.element.scrollTop = 0
    this.#isAtNewest = true
  }

  /**
   * Changes what is below what one reads without moving it. Browsers see to that too, but not when two changes follow
   * each other quickly.
   */
  keepView(change: () => void): void {
    if (this.#isAtNewest) {
      change()
      return
    }
    const { style } = this.element
    style.overflowAnchor = 'none'
    const anchor = this.#firstVisible()
    const before = anchor?.getBoundingClientRect().top
    change()
    const after = anchor?.getBoundingClientRect().top
    if (before !== undefined && after !== undefined) this.element.scrollTop += after - before
    style.overflowAnchor = ''
  }

  /** The newest message of which something is to be seen. */
  lastVisible(messages: readonly HTMLElement[]): HTMLElement | undefined {
    const { bottom } = this.element.getBoundingClientRect()
    return messages.findLast((message) => message.getBoundingClientRect().top < bottom - 1)
  }

  #measure(): boolean {
    return this.element.scrollTop > -nearPx
  }

  /** By halves: there may be very many, and each question is about layout. */
  #firstVisible(): Element | undefined {
    const { top } = this.element.getBoundingClientRect()
    const messages = this.element.querySelectorAll('li.message')
    let low = 0
    let high = messages.length
    while (low < high) {
      const middle = (low + high) >> 1
      const isAbove = (messages[middle]?.getBoundingClientRect().bottom ?? 0) <= top
      if (isAbove) low = middle + 1
      else high = middle
    }
    return messages[low]
  }
}
