import { formatTime, type TimeContext, type TimeStyle } from '../views/time.ts'
import { allWithin } from './elements.ts'

const styles = new Set<string>(['clock', 'day', 'short', 'full', 'seen'])

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The instant that a time shows already; only words like "Today" change without it. */
const localised = new WeakMap<HTMLTimeElement, string>()

/**
 * Turns the times in a part of the page into the reader's own, with the exact one on hover. `isNew` where the server may
 * have written its own over them.
 */
export function localise(root: ParentNode, isNew = false): void {
  const context: TimeContext = { now: new Date().toISOString(), locale: navigator.language, timeZone }
  for (const time of allWithin(root, 'time[data-time]', HTMLTimeElement)) {
    const style = time.dataset.time ?? ''
    const isKnown = !isNew && localised.get(time) === time.dateTime
    if (!isStyle(style) || (isKnown && style === 'clock')) continue
    if (!Number.isFinite(Date.parse(time.dateTime))) continue
    setText(time, formatTime(time.dateTime, style, context))
    if (!isKnown) time.title = formatTime(time.dateTime, 'full', context)
    localised.set(time, time.dateTime)
  }
}

/** Gives a `<time>` another instant. */
export function setTime(time: HTMLTimeElement, at: string): void {
  time.dateTime = at
  const parent = time.parentElement
  if (parent !== null) localise(parent)
}

/** Words such as "Today" and "5 minutes ago" grow old: said anew every minute, and when the page is looked at again. */
export function keepLocalised(document: Document): void {
  localise(document)
  setInterval(() => {
    if (document.visibilityState === 'visible') localise(document)
  }, 60_000)
  document.addEventListener('visibilitychange', () => localise(document))
  // What scripts put into the page they localise themselves.
  document.addEventListener('htmx:after:swap', ({ detail }) => {
    if (detail.ctx.response !== undefined) localise(document, true)
  })
}

function isStyle(style: string): style is TimeStyle {
  return styles.has(style)
}

/** Without touching what is the same: a write would wake screen readers and selections. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text
}
