import { html } from 'ghtml'
import type { IconName } from '../icons/list.ts'
import type { RenderContext } from './model.ts'

/** A drawing from the sprite, for eyes only: words beside it or a label on its button say what it means. */
export function icon(context: RenderContext, name: IconName): string {
  return html`<svg class="icon" aria-hidden="true"><use href="${context.assetUrl('icons.svg')}#${name}"></use></svg>`
}
