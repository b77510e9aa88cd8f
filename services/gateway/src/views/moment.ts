import { html } from 'ghtml'
import type { RenderContext } from './model.ts'
import { formatTime, serverTime, type TimeStyle } from './time.ts'

/** A `<time>` that reads right in UTC and that the browser makes local. */
export function moment(context: RenderContext, at: string, style: TimeStyle): string {
  const zone = serverTime(context.now)
  const words = formatTime(at, style, zone)
  return html`<time datetime="${at}" data-time="${style}" title="${formatTime(at, 'full', zone)}">${words}</time>`
}
