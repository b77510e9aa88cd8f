import type { ArrangePageView, ConversationView, OwnView } from '../../src/views/model.ts'
import { arrangePage, chatPage, inboxPage } from '../../src/views/index.ts'
import { arrangeMenu } from '../../src/views/arrange-items.ts'
import { everydayChat } from './chats.ts'
import { type chrome, conversations, people } from './demo.ts'

const plain: OwnView = { revision: 1, pinned: false, archived: false, muted: false, marked: false }
const until = '2026-11-23T23:30:00.000Z'

/** The demo's conversations, of which some are pinned, muted, marked. */
const arranged: readonly ConversationView[] = [
  with_(6, { pinned: true, muted: true }),
  with_(7, { pinned: true, marked: true }),
  with_(0, {}),
  with_(1, { muted: true, mutedUntil: until }),
  with_(2, { muted: true }),
  with_(4, { marked: true }),
  ...conversations.slice(8),
]

function with_(index: number, own: Partial<OwnView>): ConversationView {
  const found = conversations[index]
  if (!found) throw new Error('there is no such conversation')
  return { ...found, own: { ...plain, ...own } }
}

/** Pages of conversations that somebody has arranged, by name. */
export function arrangedStates(inside: ReturnType<typeof chrome>): Record<string, string> {
  const inbox = inboxPage(inside, { conversations: arranged })
  const muted = { ...plain, muted: true, pinned: true, mutedUntil: until }
  const view: ArrangePageView = {
    peer: people.rosa,
    own: undefined,
    unread: 2,
    isBlocked: false,
    from: 'list',
    backUrl: '/',
  }
  const arrangeUrl = '/messages/arrange/demo/'
  return {
    'inbox-arranged': inbox,
    'inbox-arrange-menu': inbox.replace('</main>', `${openMenu(inside)}</main>`),
    'inbox-archived': inboxPage(inside, {
      archived: true,
      conversations: arranged
        .slice(3, 6)
        .map((one) => ({ ...one, own: { ...plain, ...one.own, archived: true } })),
    }),
    'inbox-older': inboxPage(inside, { conversations: arranged.slice(2), olderThan: 2, before: 1 }),
    'inbox-archived-empty': inboxPage(inside, { archived: true, conversations: [] }),
    'chat-muted': chatPage(inside, { ...everydayChat(), own: muted, arrangeUrl }),
    'chat-muted-long': chatPage(inside, { ...everydayChat(), peer: people.unbroken, own: muted, arrangeUrl }),
    arrange: arrangePage(inside, view),
    'arrange-muted': arrangePage(inside, { ...view, peer: people.unbroken, own: muted }),
    'arrange-refused': arrangePage(inside, {
      ...view,
      own: { ...plain, muted: true, archived: true },
      problem: 'You can pin 20 conversations: unpin another one first.',
    }),
  }
}

function openMenu(inside: ReturnType<typeof chrome>): string {
  const menu = arrangeMenu(inside).replace(
    /<button[^>]*data-when="(?:pinned|unread|muted|archived)".*?<\/button>/gs,
    '',
  )
  return menu.replace('role="menu"', 'role="menu" data-open-at="14 300" aria-label="More"')
}
