import { html } from 'ghtml'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

/** What a bubble has above its text where the message mentions its reader. */
export function mentionMark(context: RenderContext): string {
  return html`<p class="mention-mark">!${icon(context, 'at-sign')}Mentions you</p>`
}
