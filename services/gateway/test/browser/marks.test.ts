import t from 'tap'
import { markKey } from '../../src/browser/chat/mark-key.ts'
import { type Mark, toggleMark } from '../../src/browser/chat/toggle-mark.ts'

/** `[` and `]` are where the selection begins and ends; one `|` is a caret. */
function toggled(written: string, mark: Mark): string {
  const text = written.includes('|') ? written.replace('|', '[]') : written
  const from = text.indexOf('[')
  const to = text.indexOf(']') - 1
  const value = text.replace('[', '').replace(']', '')
  const edit = toggleMark(value, { from, to }, mark)
  const after = value.slice(0, edit.replaced.from) + edit.text + value.slice(edit.replaced.to)
  const { from: start, to: end } = edit.selected
  if (start === end) return `${after.slice(0, start)}|${after.slice(end)}`
  return `${after.slice(0, start)}[${after.slice(start, end)}]${after.slice(end)}`
}

t.test('a mark is set, and taken away where it is', async (t) => {
  const pairs: [mark: Mark, without: string, with_: string][] = [
    ['bold', 'a [b c] d', 'a **[b c]** d'],
    ['italic', '[a]', '_[a]_'],
    ['strike', 'a[b]', 'a~~[b]~~'],
    ['code', 'a [b] c', 'a `[b]` c'],
    ['bold', 'a | b', 'a **|** b'],
    ['code', '|', '`|`'],
    ['bold', '[a\n\n  b]', '[**a**\n\n  **b**]'],
    ['italic', '[- a\n- b]\nc', '[- _a_\n- _b_]\nc'],
    ['strike', '[> 1. a\n> b]', '[> 1. ~~a~~\n> ~~b~~]'],
    ['code', '[a\nb]', '[```\na\nb\n```]'],
    ['code', 'x\n[a\nb]\ny', 'x\n[```\na\nb\n```]\ny'],
  ]
  for (const [mark, without, marked] of pairs) {
    t.equal(toggled(without, mark), marked, without)
    t.equal(toggled(marked, mark), without, `and back: ${marked}`)
  }
})

t.test('space at the ends stays outside, and marks within the selection count too', async (t) => {
  t.equal(toggled('a[ b ]c', 'bold'), 'a **[b]** c')
  t.equal(toggled('[**b**]', 'bold'), '[b]')
  t.equal(toggled('a[  ]b', 'bold'), 'a  **|**b', 'nothing to set')
  t.equal(toggled('a [b\nc] d', 'code'), 'a [\n```\nb\nc\n```\n] d', 'a block has lines of its own')
})

t.test('the keys', async (t) => {
  const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false }
  const control = { ...plain, ctrlKey: true }
  t.equal(markKey({ ...control, key: 'b', code: 'KeyB' }, false), 'bold')
  t.equal(markKey({ ...control, key: 'i', code: 'KeyI' }, false), 'italic')
  t.equal(markKey({ ...control, key: 'e', code: 'KeyE' }, false), 'code')
  t.equal(markKey({ ...control, shiftKey: true, key: 'X', code: 'KeyX' }, false), 'strike')
  t.equal(markKey({ ...control, key: 'и', code: 'KeyB' }, false), 'bold', 'on a Cyrillic keyboard')
  t.equal(
    markKey({ ...control, key: 'x', code: 'KeyB' }, false),
    undefined,
    'on Dvorak’s the letter counts: cut',
  )
  t.equal(markKey({ ...control, altKey: true, key: '€', code: 'KeyE' }, false), undefined, 'AltGr')
  t.equal(markKey({ ...control, shiftKey: true, key: 'B', code: 'KeyB' }, false), undefined)
  t.equal(markKey({ ...plain, key: 'b', code: 'KeyB' }, false), undefined)
  t.equal(markKey({ ...control, isComposing: true, key: 'b', code: 'KeyB' }, false), undefined)
  t.equal(markKey({ ...plain, metaKey: true, key: 'b', code: 'KeyB' }, true), 'bold')
  t.equal(
    markKey({ ...control, key: 'e', code: 'KeyE' }, true),
    undefined,
    'goes to the end of the line there',
  )
})
