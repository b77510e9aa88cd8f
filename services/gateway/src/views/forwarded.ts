import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

/** Says above a text that its author took it over from another conversation. */
export function forwarded(context: RenderContext): string {
  return `<p class="forwarded">${icon(context, 'forward')}Forwarded</p>`
}
