import type { ClientEvents, ParleyClient } from '@parley/client'
import { badgeText, badgeWords } from '../views/badge.ts'
import { previewText } from '../views/formatting/preview-text.ts'
import { allWithin, byId, slot, within } from './elements.ts'
import { formattingOf } from './formatting.ts'
import { trigger } from './htmx.ts'
import { setTime } from './local-times.ts'
import { OwnReads } from './own-reads.ts'
import type { Page } from './page.ts'
import { peerOf } from './peer-of.ts'

type Entry = ClientEvents['entry']

/** Refreshes that are wanted in quick succession become one. */
const refreshMs = 300

/**
 * Keeps the list of conversations as things change. Each entry comes exactly once, so what the server counted can be
 * carried on here; whatever cannot (a new conversation, a list that is older than the connection, half read on another
 * device) is asked for as a whole.
 */
export function keepInbox(client: ParleyClient, { viewer }: Page): void {
  if (byId('conversations', HTMLElement) === undefined) return
  let isOutdated = false
  /** A refresh was wanted and has not come. */
  let isWanted = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Undefined before the first connection: the list is as old as what that tells. */
  let reads: OwnReads | undefined

  const refresh = () => {
    isWanted = true
    clearTimeout(timer)
    timer = setTimeout(() => trigger(document.body, 'parley:refresh'), refreshMs)
  }

  client.on('online', ({ conversations }) => {
    const isListBehind = conversations.some(
      ({ conversation, head }) => head.n > 0 && isBehind(conversation, head.at),
    )
    const isFirst = reads === undefined
    const known = (reads ??= new OwnReads())
    const readElsewhere = conversations.filter(({ conversation, pointers }) =>
      known.moved(conversation, pointers.find(({ user }) => user === viewer.id)?.readSeq ?? 0),
    )
    if (isWanted || isListBehind || (!isFirst && readElsewhere.length > 0)) refresh()
    watchPresence(client, viewer.id)
  })
  client.on('entry', (entry) => {
    isOutdated = true
    const item = itemOf(entry.conversation)
    const isChange = entry.kind !== 'message' || entry.text === undefined
    // What it does to preview and count, the server knows.
    if (isChange || item === undefined || !apply(item, entry, entry.by === viewer.id)) refresh()
  })
  client.on('receipt', ({ conversation, pointer }) => {
    if (pointer.user !== viewer.id || reads?.moved(conversation, pointer.readSeq) !== true) return
    const item = itemOf(conversation)
    if (item === undefined || item.dataset.unread === '0') return
    const position = client.position(conversation)
    if (position !== undefined && pointer.readSeq >= position) setUnread(item, 0)
    else refresh()
  })
  client.on('presence', ({ user, online }) => showPresence(viewer.id, user, online))
  client.on('typing', ({ conversation, users }) => showTyping(itemOf(conversation), users.length > 0))
  document.addEventListener('htmx:before:request', ({ detail }) => {
    if (isOfList(detail.ctx.sourceElement)) isOutdated = false
  })
  document.addEventListener('htmx:after:swap', ({ detail }) => {
    if (!isOfList(detail.ctx.sourceElement)) return
    isWanted = false
    // What came while the list was on its way is not in it.
    if (isOutdated) refresh()
    watchPresence(client, viewer.id)
    // Nor is who is typing.
    for (const item of items()) showTyping(item, client.typing(item.dataset.conversation ?? '').length > 0)
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) refresh()
  })
}

/** What was pushed into a chat has no source. */
function isOfList(source: Element | undefined): boolean {
  return source?.id === 'conversations'
}

function itemOf(conversation: string): HTMLElement | undefined {
  return within(document, `#conversations > [data-conversation="${conversation}"]`, HTMLElement)
}

function items(): HTMLElement[] {
  return allWithin(document, '#conversations > [data-conversation]', HTMLElement)
}

/** Whether something was said since the list was made. */
function isBehind(conversation: string, at: number): boolean {
  const shown = itemOf(conversation)?.dataset.at
  return shown === undefined || shown === '' || Date.parse(shown) < at
}

/** False where it cannot be told whether the list was made before this entry or after it, and has counted it. */
function apply(item: HTMLElement, entry: Entry, isMine: boolean): boolean {
  const at = new Date(entry.at).toISOString()
  const shown = item.dataset.at ?? ''
  if (shown >= at) return shown > at
  item.dataset.at = at
  const preview = slot(item, 'preview')
  const { text = '' } = entry
  formattingOf(text)
    .then((parse) => {
      // By then something newer may have come.
      if (preview !== undefined && item.dataset.at === at) preview.textContent = previewText(text, parse)
    })
    .catch((error: unknown) => reportError(error))
  const mine = slot(item, 'mine')
  if (mine !== undefined) mine.hidden = !isMine
  const time = within(item, 'time', HTMLTimeElement)
  if (time !== undefined) setTime(time, at)
  if (!isMine) setUnread(item, Number(item.dataset.unread ?? 0) + 1)
  moveToTop(item)
  return true
}

function setUnread(item: HTMLElement, unread: number): void {
  item.dataset.unread = String(unread)
  const badge = slot(item, 'unread')
  if (badge !== undefined) badge.textContent = badgeText(unread)
  const words = slot(item, 'unread-words')
  if (words !== undefined) words.textContent = unread > 0 ? badgeWords(unread) : ''
}

/** Moving an element takes the focus from what is in it. */
function moveToTop(item: HTMLElement): void {
  const list = item.parentElement
  if (list === null || list.firstElementChild === item) return
  const focused = item.contains(document.activeElement) ? document.activeElement : null
  list.prepend(item)
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
}

function watchPresence(client: ParleyClient, me: string): void {
  const listed = items().flatMap((item) => peerOf(item.dataset.conversation ?? '', me) ?? [])
  const here = peerOf(document.body.dataset.conversation ?? '', me)
  client.watch([...new Set(here === undefined ? listed : [here, ...listed])])
}

function showPresence(me: string, user: string, isOnline: boolean): void {
  for (const item of items()) {
    const dot = slot(item, 'presence')
    if (dot !== undefined && peerOf(item.dataset.conversation ?? '', me) === user) dot.hidden = !isOnline
  }
}

/** In place of the last message. */
function showTyping(item: HTMLElement | undefined, isTyping: boolean): void {
  const typing = item && slot(item, 'typing')
  if (typing !== undefined) typing.hidden = !isTyping
}
