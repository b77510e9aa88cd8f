import { byId } from '../elements.ts'

/** Gives the focus to where one writes, unless that would bring up a keyboard on the screen. */
export function focusComposer(): void {
  if (matchMedia('(hover: hover)').matches) byId('composer-text', HTMLElement)?.focus({ preventScroll: true })
}
