import { byId } from '../elements.ts'
import { trigger } from '../htmx.ts'
import type { MessageList } from './message-list.ts'

/** So far above what one sees, older messages are fetched. */
const ahead = '800px 0px 0px 0px'

/** Fetches older messages, a page at a time, as one scrolls up to them. */
export function loadOlder(list: MessageList, scroller: HTMLElement): void {
  const observer = new IntersectionObserver(
    (entries) => {
      const link = entries.some(({ isIntersecting }) => isIntersecting) ? older()?.querySelector('a') : null
      if (link instanceof HTMLAnchorElement) trigger(link, 'parley:older')
    },
    { root: scroller, rootMargin: ahead },
  )
  let watched: HTMLElement | undefined
  const watch = () => {
    observer.disconnect()
    watched = older()
    if (watched !== undefined) observer.observe(watched)
  }
  document.addEventListener('htmx:after:swap', () => {
    // Its place was taken by the page before it.
    if (older() === watched) return
    list.groupAll()
    watch()
  })
  watch()
}

function older(): HTMLElement | undefined {
  return byId('older', HTMLElement)
}
