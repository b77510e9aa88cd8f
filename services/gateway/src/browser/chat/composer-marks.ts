import { isApple } from '../apple.ts'
import { markKey } from './mark-key.ts'
import { toggleMark } from './toggle-mark.ts'

/** Ctrl or Cmd with B, I, E and Shift+X set what is selected in marks, and take them away again. */
export function handleMarks(text: HTMLTextAreaElement): void {
  text.addEventListener('keydown', (event) => {
    const mark = markKey(event, isApple)
    if (mark === undefined) return
    // Browsers have meanings of their own for some of these.
    event.preventDefault()
    const selected = { from: text.selectionStart, to: text.selectionEnd }
    const edit = toggleMark(text.value, selected, mark)
    text.setSelectionRange(edit.replaced.from, edit.replaced.to)
    typeInto(text, edit.text)
    text.setSelectionRange(edit.selected.from, edit.selected.to)
  })
}

/** As if it were typed, so that undo takes it back: what is set by script empties the browser's list of that. */
export function typeInto(place: HTMLTextAreaElement, text: string): void {
  const isTyped =
    text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)
  if (isTyped) return
  place.setRangeText(text)
  place.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
