import { accountStore, storageOf } from './account-store.ts'
import { nameModifierKey } from './apple.ts'
import { ArrangeMenu } from './arrange-menu.ts'
import { keepBell } from './bell.ts'
import { Chat } from './chat/chat.ts'
import { MessageList } from './chat/message-list.ts'
import { showConnection } from './connection-bar.ts'
import { handleCopyButtons } from './copy-buttons.ts'
import { handleCopyLinks } from './copy-links.ts'
import { keepNotifying } from './desktop-notifications.ts'
import { handleDialogs } from './dialogs.ts'
import { byId } from './elements.ts'
import { keepInbox } from './inbox.ts'
import { handleListKeys } from './list-keys.ts'
import { keepLocalised } from './local-times.ts'
import { handleLogout } from './logout.ts'
import { handleMenus } from './menus.ts'
import { announceNews } from './news.ts'
import { type Page, readPage } from './page.ts'
import { handlePeoplePickers } from './people-picker.ts'
import { handleRequestErrors } from './request-errors.ts'
import { handleRenewal } from './renewal.ts'
import { createSession, keepConnected } from './session.ts'
import { handleShortcuts } from './shortcuts.ts'
import { handleSwitcher } from './switcher.ts'
import { tellTimeZone } from './time-zone.ts'
import { showKeptToast } from './toasts.ts'

keepLocalised(document)
const page = readPage(document)
if (page !== undefined) start(page)

/** Everything here betters a page that works without it. */
function start(page: Page): void {
  nameModifierKey(document)
  handleDialogs(document)
  handleMenus(document)
  handleListKeys(document)
  handleShortcuts(document)
  handleSwitcher()
  handlePeoplePickers(document)
  handleCopyButtons(document)
  handleCopyLinks(document)
  tellTimeZone(document)
  handleRequestErrors(document)
  showKeptToast()

  const drafts = accountStore(page.viewer.id, storageOf(window))
  const list = page.chat === undefined ? undefined : MessageList.find()
  const scroller = byId('messages-scroll', HTMLElement)
  const client = createSession(page, page.chat?.isNewest === true ? list?.newestSeq() : undefined)
  showConnection(client, page)
  keepBell(client)
  keepInbox(client, page)
  new ArrangeMenu(client, page)
  keepNotifying(client, page)
  announceNews(client, page)
  handleLogout(client, drafts)
  handleRenewal(client)
  const { chat } = page
  if (chat !== undefined && list !== undefined && scroller !== undefined) {
    new Chat({ client, page, chat, list, drafts }, scroller)
  }
  keepConnected(client)
}
