import type { ParleyClient, Unread } from '@parley/client'
import { groupId, isGroup } from '@parley/contracts/group-ids'
import { hue, initials } from '../views/avatar.ts'
import { chatUrl } from '../views/chat-address.ts'
import { apart } from '../views/apart.ts'
import { badgeText } from '../views/badge.ts'
import type { Parse } from '../views/formatting/piece.ts'
import { bellCount, unreadWords } from '../views/mention-words.ts'
import { mentionsInPanel } from '../views/mentions-in-panel.ts'
import { previewText } from '../views/formatting/preview-text.ts'
import { byId, clone, slot, within } from './elements.ts'
import { formattingOf } from './formatting.ts'
import { localise } from './local-times.ts'
import { showInTab } from './tab-badge.ts'

/** Keeps the bell, its panel and the tab the same in all tabs: each shows what the server last counted. */
export function keepBell(client: ParleyClient): void {
  let newest: Unread | undefined
  client.on('unread', (unread) => {
    newest = unread
    const { mentions, others } = apart(unread)
    showCount(bellCount(unread), mentions.length)
    formattingOf([...mentions, ...others].map(({ text }) => text).join('\n'))
      .then((parse) => {
        if (unread !== newest) return
        for (const id of ['bell-list', 'page-bell-list']) {
          const shown = id === 'bell-list' ? mentions.slice(0, mentionsInPanel) : mentions
          showPreviews(`${id}-mentions`, shown, client, parse)
          showPreviews(id, others, client, parse)
        }
      })
      .catch((error: unknown) => reportError(error))
  })
}

function showCount(count: number, mentions: number): void {
  const badge = byId('bell-badge', HTMLElement)
  if (badge !== undefined) {
    badge.dataset.count = String(count)
    badge.textContent = badgeText(count)
  }
  const words = byId('bell-words', HTMLElement)
  if (words !== undefined) words.textContent = unreadWords(count, mentions)
  const pageWords = byId('page-bell-words', HTMLElement)
  if (pageWords !== undefined) pageWords.textContent = count > 0 ? unreadWords(count, mentions) : ''
  showInTab(count)
}

function showPreviews(id: string, messages: Unread['messages'], client: ParleyClient, parse: Parse): void {
  const list = byId(id, HTMLUListElement)
  if (list === undefined) return
  const focused = list.querySelector('a:focus')?.getAttribute('href')
  list.replaceChildren(...messages.flatMap((message) => preview(message, client, parse) ?? []))
  localise(list)
  if (typeof focused === 'string') within(list, `a[href="${focused}"]`, HTMLAnchorElement)?.focus()
}

function preview(
  { conversation, by, text = '', at }: Unread['messages'][number],
  client: ParleyClient,
  parse: Parse,
): HTMLLIElement | undefined {
  const sender = client.person(by)
  const item = clone('tpl-notification', HTMLLIElement)
  if (sender === undefined || item === undefined) return undefined
  item.dataset.username = sender.username
  const link = within(item, 'a', HTMLAnchorElement)
  const isOfGroup = isGroup(conversation)
  const name = isOfGroup ? (client.groupName(conversation) ?? 'A group') : sender.displayName
  const key = isOfGroup ? groupId(conversation) : sender.username
  if (link !== undefined) link.href = chatUrl(isOfGroup ? { group: key } : { username: key })
  fill(item, 'name', name)
  fill(item, 'preview', previewText(text, parse))
  fill(item, 'avatar', initials(name))
  slot(item, 'avatar')?.setAttribute('data-hue', String(hue(key)))
  slot(item, 'avatar')?.toggleAttribute('data-group', isOfGroup)
  if (isOfGroup) {
    fill(item, 'author', `${sender.displayName}: `)
    slot(item, 'author')?.removeAttribute('hidden')
  }
  const time = within(item, 'time', HTMLTimeElement)
  if (time !== undefined) time.dateTime = new Date(at).toISOString()
  return item
}

function fill(root: ParentNode, name: string, text: string): void {
  const place = slot(root, name)
  if (place !== undefined) place.textContent = text
}
