import { type Placeable, placement } from '../../views/grouping.ts'
import { localDay } from '../../views/time.ts'
import { allWithin, byId, within } from '../elements.ts'
import { timeZone } from '../local-times.ts'
import { compareStanding, type Standing } from './message-order.ts'

const dayOf = localDay(timeZone)
const items = 'li.message, li.membership'

/** The list of messages in the page, and the order and grouping in it. */
export class MessageList {
  readonly element: HTMLElement

  private constructor(element: HTMLElement) {
    this.element = element
  }

  static find(): MessageList | undefined {
    const element = byId('messages', HTMLElement)
    return element && new MessageList(element)
  }

  all(): HTMLElement[] {
    return allWithin(this.element, 'li.message', HTMLElement)
  }

  /** Messages, and lines between them that say what became of a group. */
  #items(): HTMLElement[] {
    return allWithin(this.element, items, HTMLElement)
  }

  bySeq(seq: number): HTMLElement | undefined {
    return this.all().findLast((message) => seqOf(message) === seq)
  }

  lineBySeq(seq: number): HTMLElement | undefined {
    return within(this.element, `li.membership[data-seq="${seq}"]`, HTMLElement)
  }

  byClientId(clientId: string): HTMLElement | undefined {
    return this.all().findLast((message) => message.dataset.clientId === clientId)
  }

  byNumber(n: number): HTMLElement | undefined {
    return n > 0 ? within(this.element, `#m-${n}`, HTMLElement) : undefined
  }

  /** The newest seq that the page shows. */
  newestSeq(): number {
    const marked = Number(this.element.dataset.headSeq ?? 0)
    return Math.max(marked, ...this.all().slice(-100).map(seqOf))
  }

  /** What a message of this standing is to be put before; undefined at the end. */
  placeFor(standing: Standing): HTMLElement | undefined {
    let place: HTMLElement | undefined
    for (const message of this.#items().reverse()) {
      if (compareStanding(standing, standingOf(message)) >= 0) break
      place = message
    }
    return place
  }

  /** Puts a message where it belongs. Moving an element takes the focus from what is in it. */
  place(message: HTMLElement): void {
    const neighbour = this.previous(message)
    const focused = message.contains(document.activeElement) ? document.activeElement : null
    message.remove()
    const place = this.placeFor(standingOf(message))
    if (place === undefined) this.element.append(message)
    else place.before(message)
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
    this.group(message)
    if (neighbour !== undefined) this.group(neighbour)
  }

  remove(message: HTMLElement): void {
    const neighbours = [this.previous(message), this.next(message)]
    message.remove()
    for (const neighbour of neighbours) if (neighbour !== undefined) this.group(neighbour)
  }

  /** Groups a message anew, with the two beside it. */
  group(message: HTMLElement): void {
    for (const one of [this.previous(message), message, this.next(message)]) {
      if (one !== undefined) this.#groupOne(one)
    }
  }

  /** The server grouped by the days of UTC, and a page of history by itself. */
  groupAll(): void {
    for (const item of this.#items()) this.#groupOne(item)
  }

  previous(message: HTMLElement): HTMLElement | undefined {
    return sibling(message, 'previousElementSibling')
  }

  next(message: HTMLElement): HTMLElement | undefined {
    return sibling(message, 'nextElementSibling')
  }

  #groupOne(message: HTMLElement): void {
    const previous = this.previous(message)
    const next = this.next(message)
    const { run, startsDay } = placement(
      previous && placeable(previous),
      placeable(message),
      next && placeable(next),
      dayOf,
    )
    if (message.dataset.run !== run) message.dataset.run = run
    const day = message.querySelector(':scope > .day')
    if (day instanceof HTMLElement && day.hidden === startsDay) day.hidden = !startsDay
  }
}

export function seqOf(message: HTMLElement): number {
  return Number(message.dataset.seq ?? 0)
}

function standingOf(message: HTMLElement): Standing {
  return { seq: seqOf(message), order: Number(message.dataset.order ?? 0) }
}

/** A line ends a run. */
function placeable({ dataset }: HTMLElement): Placeable {
  return { by: dataset.by ?? `line ${dataset.seq}`, at: dataset.at ?? '' }
}

/** Other things stand between messages: the line above what is new, the way to older ones. */
function sibling(
  message: HTMLElement,
  direction: 'previousElementSibling' | 'nextElementSibling',
): HTMLElement | undefined {
  let found = message[direction]
  while (found !== null && !found.matches(items)) found = found[direction]
  return found instanceof HTMLElement ? found : undefined
}
