import type { ClientEvents } from '@parley/client'
import { announce } from '../announcer.ts'
import { within } from '../elements.ts'
import { putPartial } from '../htmx.ts'
import { localise } from '../local-times.ts'
import type { MessageList } from './message-list.ts'

/** Puts a line into its place that says what has become of a group. */
export function addLine(list: MessageList, { html, seq }: ClientEvents['entry']): void {
  if (html === undefined || list.lineBySeq(seq) !== undefined) return
  const place = list.placeFor({ seq, order: 0 })
  putPartial(html, place ?? list.element, place === undefined ? 'beforeend' : 'beforebegin')
  const line = list.lineBySeq(seq)
  if (line === undefined) return
  localise(line)
  list.group(line)
  announce(within(line, '.membership-words', HTMLElement)?.textContent ?? '')
}
