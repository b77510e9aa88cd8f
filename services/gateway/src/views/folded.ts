import { html } from 'ghtml'
import { foldedWords } from './gone-words.ts'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

/** One line in place of what somebody wrote whom the viewer blocks, until one asks for it. @param content HTML */
export function folded(context: RenderContext, author: string, content: string): string {
  return html`<details class="folded"><summary class="folded-line">!${icon(context, 'chevron-right')}${foldedWords}</summary><p class="folded-author"><bdi data-slot="folded-author">${author}</bdi></p>!${content}</details>`
}
