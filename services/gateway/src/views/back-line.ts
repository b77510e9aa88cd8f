import { html } from 'ghtml'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

/** The way back, above a page's heading. */
export function backLine(context: RenderContext, url: string, words: string): string {
  return html`<p class="back-line"><a class="button" data-variant="quiet" href="${url}">!${icon(context, 'arrow-left')}${words}</a></p>`
}
