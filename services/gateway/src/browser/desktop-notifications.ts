import type { ParleyClient } from '@parley/client'
import { groupId, isGroup } from '@parley/contracts/group-ids'
import { chatUrl } from '../views/chat-address.ts'
import { previewText } from '../views/formatting/preview-text.ts'
import { isMentioned } from '../views/is-mentioned.ts'
import { byId } from './elements.ts'
import { formattingOf } from './formatting.ts'
import { isByBlocked } from './is-by-blocked.ts'
import { isHeard } from './is-heard.ts'
import type { Page } from './page.ts'

const canNotify = 'Notification' in window && 'locks' in navigator

/** Tells of messages on the desktop while no tab is looked at, once a person has asked for it. */
export function keepNotifying(client: ParleyClient, page: Page): void {
  const { viewer } = page
  if (!canNotify) return
  offerPermission()
  const looking = `parley.looking.${viewer.id}`
  holdWhileVisible(looking)
  client.on('entry', (entry) => {
    const { kind, by, n, of, text, conversation } = entry
    const isMention = isMentioned(entry, viewer.id)
    if (kind === 'delete') dismiss(conversation, of)
    if (kind !== 'message' || text === undefined) return
    if (by === viewer.id || isByBlocked(page, entry) || Notification.permission !== 'granted') return
    if (document.visibilityState === 'visible' || !isHeard(client, conversation, isMention)) return
    tell(client, looking, { by, conversation, n, text, isMention }).catch((error: unknown) => {
      reportError(error)
    })
  })
}

interface News {
  by: string
  text: string
  conversation: string
  /** The message's number. */
  n: number
  isMention: boolean
}

/** The notification of each conversation, which the next one takes the place of, and of which message it tells. */
const shown = new Map<string, { n: number; notification: Notification }>()

async function tell(client: ParleyClient, looking: string, news: News): Promise<void> {
  const sender = await client.findPerson(news.by).catch(() => undefined)
  const body = previewText(news.text, await formattingOf(news.text))
  if (sender === undefined || (await isHeld(looking))) return
  if (isGroup(news.conversation)) {
    const group = client.groupName(news.conversation)
    const url = chatUrl({ group: groupId(news.conversation) })
    if (news.isMention) {
      const title = `${sender.displayName} mentioned you in ${group ?? 'a group'}`
      notify({ title, url, body }, news)
    } else notify({ title: group ?? 'A group', url, body: `${sender.displayName}: ${body}` }, news)
  } else notify({ title: sender.displayName, url: chatUrl(sender), body }, news)
}

/** What was deleted is not to be read there either. */
function dismiss(conversation: string, n: number | undefined): void {
  const known = shown.get(conversation)
  if (known?.n === n) known?.notification.close()
}

/** The browser is only asked after a click: a question out of the blue is answered with no, for ever. */
function offerPermission(): void {
  const button = byId('allow-notifications', HTMLButtonElement)
  if (button === undefined || Notification.permission !== 'default') return
  button.hidden = false
  button.addEventListener('click', () => {
    Notification.requestPermission()
      .then(() => {
        button.hidden = true
      })
      .catch((error: unknown) => reportError(error))
  })
}

/** All tabs get the same message; they show it under one tag, so it is one notification. */
function notify(
  { title, url, body }: { title: string; url: string; body: string },
  { conversation, n }: News,
): void {
  const notification = new Notification(title, { body, tag: conversation })
  shown.set(conversation, { n, notification })
  notification.addEventListener('click', () => {
    window.focus()
    notification.close()
    if (location.pathname !== url) location.assign(url)
  })
}

/** A shared lock says to the other tabs that this one is visible; it ends with the tab, however that ends. */
function holdWhileVisible(name: string): void {
  let release: (() => void) | undefined
  const update = () => {
    release?.()
    release = undefined
    if (document.visibilityState !== 'visible') return
    const released = Promise.withResolvers<void>()
    release = released.resolve
    navigator.locks.request(name, { mode: 'shared' }, () => released.promise).catch(() => {})
  }
  document.addEventListener('visibilitychange', update)
  window.addEventListener('pagehide', () => release?.())
  window.addEventListener('pageshow', update)
  update()
}

async function isHeld(name: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some((lock) => lock.name === name)
}
