import { html } from 'ghtml'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

/** The quiet bar that says how the page is connected. Nothing is shown while all is well. */
export function connectionBar(context: RenderContext): string {
  return html`<div id="connection" class="connection" role="status" data-state="online"><span data-for="connecting">!${icon(context, 'rotate-cw')}Connecting…</span><span data-for="offline">!${icon(context, 'wifi-off')}You are offline. What you write is kept and sent when you are back.</span><span data-for="http">!${icon(context, 'unplug')}No live connection. Messages are still sent, new ones may come late.</span></div>`
}
