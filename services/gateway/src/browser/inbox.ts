import { type ClientEvents, isArchived, isMuted, type ParleyClient } from '@parley/client'
import { isGroup } from '@parley/contracts/group-ids'
import { badgeText } from '../views/badge.ts'
import { previewText } from '../views/formatting/preview-text.ts'
import { foldedWords } from '../views/gone-words.ts'
import { isMentioned } from '../views/is-mentioned.ts'
import { rowWords } from '../views/row-words.ts'
import { allWithin, byId, slot, within } from './elements.ts'
import { formattingOf } from './formatting.ts'
import { trigger } from './htmx.ts'
import { isByBlocked } from './is-by-blocked.ts'
import { setTime } from './local-times.ts'
import { isMissing } from './missing-group.ts'
import { MuteEnds } from './mute-ends.ts'
import { OwnReads } from './own-reads.ts'
import type { Page } from './page.ts'
import { peerOf } from './peer-of.ts'
import { withTypingWords } from './typing-names.ts'

type Entry = ClientEvents['entry']

/** Refreshes that are wanted in quick succession become one. */
const refreshMs = 300

/**
 * Keeps the list of conversations as things change. Each entry comes exactly once, so what the server counted can be
 * carried on here; whatever cannot (a new conversation, a list that is older than the connection, half read on another
 * device) is asked for as a whole.
 */
export function keepInbox(client: ParleyClient, page: Page): void {
  const { viewer } = page
  if (byId('conversations', HTMLElement) === undefined) return
  let isOutdated = false
  /** A refresh was wanted and has not come. */
  let isWanted = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Undefined before the first connection: the list is as old as what that tells. */
  let reads: OwnReads | undefined

  const refresh = (afterMs = refreshMs) => {
    isWanted = true
    clearTimeout(timer)
    timer = setTimeout(() => trigger(document.body, 'parley:refresh'), afterMs)
  }
  const muteEnds = new MuteEnds(client, () => refresh())
  muteEnds.plan(items())

  client.on('online', ({ conversations }) => {
    const isListBehind = conversations.some(
      ({ conversation, head, own, group }) =>
        (head.n > 0 || group !== undefined) &&
        isArchived(own, head) === isOfArchive() &&
        isBehind(conversation, head.at),
    )
    const isArrangedOtherwise = conversations.some(({ conversation, own }) => {
      const item = itemOf(conversation)
      return item !== undefined && own !== undefined && isArrangedSince(item, own.revision)
    })
    const hasMissing = items().some(({ dataset }) => isMissing(dataset.conversation ?? '', conversations))
    const isFirst = reads === undefined
    const known = (reads ??= new OwnReads())
    const readElsewhere = conversations.filter(({ conversation, pointers }) =>
      known.moved(conversation, pointers.find(({ user }) => user === viewer.id)?.readSeq ?? 0),
    )
    const isReadElsewhere = !isFirst && readElsewhere.length > 0
    if (isWanted || hasMissing || isListBehind || isArrangedOtherwise || isReadElsewhere) refresh()
    watchPresence(client, viewer.id)
  })
  client.on('entry', (entry) => {
    isOutdated = true
    const item = itemOf(entry.conversation)
    if (item === undefined && staysArchived(client, entry)) return
    const isChange = entry.kind !== 'message' || entry.text === undefined
    // What it does to preview and count, the server knows.
    if (item !== undefined && entry.group?.name !== undefined) setName(item, entry.group.name)
    const isFolded = isByBlocked(page, entry)
    const author = isFolded ? { isMine: false, name: '' } : authorOf(client, entry, viewer.id)
    const isMention = isMentioned(entry, viewer.id) && !isFolded
    if (isChange || item === undefined || hasOtherRules() || author === undefined) refresh()
    else if (!apply(item, entry, { ...author, isMention, isFolded })) refresh()
  })
  client.on('left', (conversation) => {
    isOutdated = true
    itemOf(conversation)?.remove()
    refresh()
  })
  client.on('arranged', ({ conversation, own }) => {
    isOutdated = true
    const item = itemOf(conversation)
    if (item === undefined || isArrangedSince(item, own.revision)) refresh(0)
  })
  client.on('receipt', ({ conversation, pointer }) => {
    if (pointer.user !== viewer.id || reads?.moved(conversation, pointer.readSeq) !== true) return
    const item = itemOf(conversation)
    if (item !== undefined) unmark(item)
    if (item === undefined || item.dataset.unread === '0') return
    const position = client.position(conversation)
    if (position !== undefined && pointer.readSeq >= position) setUnread(item, 0)
    else refresh()
  })
  client.on('presence', ({ user, online }) => showPresence(viewer.id, user, online))
  client.on('typing', ({ conversation }) => showTyping(client, conversation))
  document.addEventListener('htmx:before:request', ({ detail }) => {
    if (isOfList(detail.ctx.sourceElement)) isOutdated = false
  })
  document.addEventListener('htmx:after:swap', ({ detail }) => {
    if (!isOfList(detail.ctx.sourceElement)) return
    isWanted = false
    // What came while the list was on its way is not in it.
    if (isOutdated) refresh()
    watchPresence(client, viewer.id)
    muteEnds.plan(items())
    // Nor is who is typing.
    for (const item of items()) showTyping(client, item.dataset.conversation ?? '')
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

/** Only the newest of the list itself are carried on here. */
function hasOtherRules(): boolean {
  return isOfArchive() || byId('conversations', HTMLElement)?.dataset.older !== undefined
}

function isOfArchive(): boolean {
  return byId('conversations', HTMLElement)?.dataset.archived !== undefined
}

/** What is muted is not brought back, and so not shown here. */
function staysArchived(client: ParleyClient, { conversation, kind }: Entry): boolean {
  const isMessage = kind === 'message'
  const isAway = client.own(conversation)?.archivedN !== undefined
  return isMessage && isAway && isMuted(client.own(conversation), client.now) && !isOfArchive()
}

/** Whether something was arranged otherwise since the list was made. */
function isArrangedSince(item: HTMLElement, revision: number): boolean {
  return Number(item.dataset.revision ?? 0) < revision
}

/** Whether something was said since the list was made. */
function isBehind(conversation: string, at: number): boolean {
  const shown = itemOf(conversation)?.dataset.at
  return shown === undefined || shown === '' || Date.parse(shown) < at
}

/** Whose message a row shows; the name is said in groups only. */
interface Author {
  isMine: boolean
  name: string
}

/** Undefined where it is not known who wrote to a group; by the next time it is. */
function authorOf(client: ParleyClient, { conversation, by }: Entry, me: string): Author | undefined {
  if (by === me || !isGroup(conversation)) return { isMine: by === me, name: '' }
  const person = client.person(by)
  if (person === undefined) client.findPerson(by).catch(() => undefined)
  return person && { isMine: false, name: person.displayName }
}

function setName(item: HTMLElement, name: string): void {
  const place = slot(item, 'name')
  if (place !== undefined) place.textContent = name
}

/** False where it cannot be told whether the list was made before this entry or after it, and has counted it. */
function apply(
  item: HTMLElement,
  entry: Entry,
  { isMine, name, isMention, isFolded }: Author & { isMention: boolean; isFolded: boolean },
): boolean {
  const at = new Date(entry.at).toISOString()
  const shown = item.dataset.at ?? ''
  if (shown >= at) return shown > at
  item.dataset.at = at
  const preview = slot(item, 'preview')
  const text = isFolded ? foldedWords : (entry.text ?? '')
  formattingOf(text)
    .then((parse) => {
      // By then something newer may have come.
      if (preview !== undefined && item.dataset.at === at) preview.textContent = previewText(text, parse)
    })
    .catch((error: unknown) => reportError(error))
  const mine = slot(item, 'mine')
  if (mine !== undefined) mine.hidden = !isMine
  const [authorPart, author] = [slot(item, 'by'), slot(item, 'author')]
  if (authorPart !== undefined) authorPart.hidden = isMine || name === ''
  if (author !== undefined) author.textContent = name
  const time = within(item, 'time', HTMLTimeElement)
  if (time !== undefined) setTime(time, at)
  if (isMention) item.dataset.mentions = String(Number(item.dataset.mentions ?? 0) + 1)
  if (!isMine) setUnread(item, Number(item.dataset.unread ?? 0) + 1)
  moveToTop(item)
  return true
}

function unmark(item: HTMLElement): void {
  if (item.dataset.marked === undefined) return
  delete item.dataset.marked
  setUnread(item, Number(item.dataset.unread ?? 0))
}

function setUnread(item: HTMLElement, unread: number): void {
  item.dataset.unread = String(unread)
  if (unread === 0) item.dataset.mentions = '0'
  const badge = slot(item, 'unread')
  if (badge !== undefined) badge.textContent = badgeText(unread)
  const words = slot(item, 'unread-words')
  if (words !== undefined)
    words.textContent = rowWords(
      unread,
      item.dataset.marked !== undefined,
      Number(item.dataset.mentions ?? 0),
    )
}

/** Below what is pinned, unless it is so itself. Moving an element takes the focus from what is in it. */
function moveToTop(item: HTMLElement): void {
  const list = item.parentElement
  const isPinned = item.dataset.pinned !== undefined
  const place = items().find((other) => isPinned || other.dataset.pinned === undefined)
  if (list === null || place === undefined || place === item) return
  const focused = item.contains(document.activeElement) ? document.activeElement : null
  list.insertBefore(item, place)
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
function showTyping(client: ParleyClient, conversation: string): void {
  const item = itemOf(conversation)
  const typing = item && slot(item, 'typing')
  const users = client.typing(conversation)
  if (typing === undefined) return
  typing.hidden = users.length === 0
  if (!typing.hidden)
    withTypingWords(client, { conversation, users }, (words) => {
      const place = slot(typing, 'typing-words')
      if (place !== undefined) place.textContent = words
    })
}
