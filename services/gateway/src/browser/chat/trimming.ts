import { byId, clone, within } from '../elements.ts'
import type { MessageList } from './message-list.ts'

/** Above the first, so many of the oldest messages go that the second are left. */
const most = 1_000
const kept = 500

/** A chat that stays open for days keeps to a bound: its oldest messages go, and the way back to them stays. */
export function trim(list: MessageList): void {
  const all = list.all()
  const first = all.at(-kept)
  const older = byId('older', HTMLElement) ?? clone('tpl-older', HTMLElement)
  const link = older && within(older, 'a[data-older]', HTMLAnchorElement)
  if (all.length <= most || first === undefined || older === undefined || link === undefined) return
  const url = new URL(link.href)
  url.searchParams.set('before', first.dataset.n ?? '')
  link.href = url.pathname + url.search
  link.setAttribute('hx-get', url.pathname + url.search)
  while (list.element.firstElementChild !== null && list.element.firstElementChild !== first) {
    list.element.firstElementChild.remove()
  }
  list.element.prepend(older)
  window.htmx.process(older, true)
  list.group(first)
}
