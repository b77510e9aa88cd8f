import { allWithin } from './elements.ts'
import { listStep } from './list-step.ts'

/** Lists in which arrow keys move the focus, with what takes it in each. */
const lists = [
  ['#conversations', 'li > a:first-child'],
  ['#bell-list-mentions', 'li > a'],
  ['#bell-list', 'li > a'],
  ['#messages', 'li.message'],
] as const

export function handleListKeys(document: Document): void {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return
    for (const [list, selector] of lists) {
      const root = target.closest(list)
      if (root === null) continue
      const stops = allWithin(root, selector, HTMLElement)
      const next = listStep(
        key,
        stops.findIndex((stop) => stop.contains(target)),
        stops.length,
      )
      if (next === undefined) return
      event.preventDefault()
      stops[next]?.focus()
    }
  })
}
