import type { Htmx } from 'htmx.org'

declare global {
  interface Window {
    /** Loaded by a script of its own, before this one. */
    readonly htmx: Htmx
  }
}

/**
 * Puts a partial that our own server rendered into the page, as htmx does with its answers. It is there when this
 * returns; what the promise waits for is only the settling of classes.
 */
export function putPartial(html: string, target: Element, swap: 'beforebegin' | 'beforeend'): void {
  window.htmx.swap({ text: html, target, swap }).catch((error: unknown) => {
    reportError(error)
  })
}

export function trigger(target: Element, event: string): void {
  window.htmx.trigger(target, event)
}
