import type { ParleyClient } from '@parley/client'
import { slot, within } from '../elements.ts'

type Status = NonNullable<NonNullable<ReturnType<ParleyClient['person']>>['status']>

/** Timers that are set for longer than this come at once. */
const longestTimerMs = 2 ** 31 - 1

/** What the other person says of themselves, in the head of the chat: as it changes, and until its end. */
export function keepPersonStatus(client: ParleyClient, peerId: string | undefined): void {
  const element = within(document, '.chat-head [data-slot="person-status"]', HTMLElement)
  if (element === undefined) return
  let timer: ReturnType<typeof setTimeout> | undefined
  const endInTime = () => {
    clearTimeout(timer)
    const leftMs = Date.parse(element.dataset.until ?? '') - Date.now()
    if (leftMs <= 0) element.hidden = true
    else if (leftMs <= longestTimerMs) timer = setTimeout(endInTime, leftMs)
  }
  const show = (status: Status | undefined) => {
    fill(element, status)
    endInTime()
  }
  endInTime()
  // A computer that slept has not counted.
  document.addEventListener('visibilitychange', endInTime)
  client.on('person', ({ id, status }) => {
    if (id === peerId) show(status)
  })
  client.on('online', ({ people }) => {
    const peer = people.find(({ id }) => id === peerId)
    if (peer !== undefined) show(peer.status)
  })
}

function fill(element: HTMLElement, status: Status | undefined): void {
  const { emoji = '', text = '', until } = status ?? {}
  element.hidden = emoji === '' && text === ''
  element.title = text
  element.dataset.until = until === undefined ? '' : new Date(until).toISOString()
  const [emojiPlace, textPlace] = [slot(element, 'status-emoji'), slot(element, 'status-text')]
  if (emojiPlace !== undefined) emojiPlace.textContent = emoji
  if (textPlace !== undefined) textPlace.textContent = text
}
