import type { Test } from 'tap'
import type { Browser, Page } from 'playwright-core'
import type { Installation } from '../surface-people.ts'
import { inState, showsTexts, texts, write } from './chat-in-page.ts'
import { absent, connection, holds, present, visible } from './page-conditions.ts'
import { asLookedAt, password, type PersonAtBrowser, person, stranger } from './person-at-browser.ts'

/** What people do with Parley, in real browsers; where there are two gateways, the two people are on different ones. */
export function storySuite(t: Test, { urls }: Installation, browser: () => Browser): void {
  const [url, second = url] = urls

  t.test('two people sign up, find each other and talk; a third sees nothing of it', async (t) => {
    const [ann, ben] = [await stranger(browser(), url, 'Ann'), await stranger(browser(), second, 'Ben')]
    const eve = await person(browser(), second, 'Eve')
    const benInbox = await signUp(ben)
    await visible(benInbox, '.empty:has-text("Write to someone")')

    const annPage = await signUp(ann)
    await annPage.getByRole('link', { name: 'Find people' }).first().click()
    await annPage.getByRole('searchbox').fill(ben.username)
    await annPage.locator(`#people-results a.person[href="/people/${ben.username}/"]`).click()
    await annPage.getByRole('link', { name: 'Message', exact: true }).click()
    await visible(annPage, '.beginning:has-text("Write the first message")')
    await holds(annPage, `document.activeElement.id === 'composer-text'`)
    await connection(annPage, 'online')
    await recordStates(annPage)

    const eveChat = await eve.chatWith(ann)
    const eveBell = await eve.tab('/people/')
    await connection(eveChat, 'online')

    // Ben is in the inbox: the conversation comes there by itself.
    await annPage.keyboard.type('Hello Ben')
    await annPage.keyboard.press('Shift+Enter')
    await annPage.keyboard.type('see https://example.org/ please')
    await annPage.keyboard.press('Enter')
    const line = `#conversations > li[data-username="${ann.username}"]`
    await present(benInbox, `${line}[data-unread="1"]`)
    await present(benInbox, '#bell-badge[data-count="1"]')
    await holds(benInbox, `document.title.startsWith('(1) ')`)
    t.match(await benInbox.locator('#bell-list').textContent(), /Ann/)
    await inState(annPage, 'Hello Ben', 'delivered')
    t.match((await recordedStates(annPage))[0], 'sending', 'it was there before it was sent')

    // He opens it: read.
    await benInbox.locator(`${line} a`).first().click()
    await showsTexts(benInbox, ['Hello Ben\nsee https://example.org/ please'])
    await visible(benInbox, '.message a[href="https://example.org/"]')
    await inState(annPage, 'Hello Ben', 'read')
    await present(benInbox, '#bell-badge[data-count="0"]')

    // Both at once.
    const lines = Array.from({ length: 6 }, (_, i) => i)
    await Promise.all([
      (async () => {
        for (const i of lines) await write(annPage, `ann ${i}`)
      })(),
      (async () => {
        for (const i of lines) await write(benInbox, `ben ${i}`)
      })(),
    ])
    await holds(annPage, `document.querySelectorAll('.message:not([data-seq="0"])').length === 13`)
    await showsTexts(benInbox, await texts(annPage))
    const shown = await texts(benInbox)
    for (const who of ['ann', 'ben']) {
      t.strictSame(
        shown.filter((text) => text.startsWith(`${who} `)),
        lines.map((i) => `${who} ${i}`),
        `${who}'s are in the order of writing`,
      )
    }
    await inState(annPage, 'ann 5', 'read')
    await inState(benInbox, 'ben 5', 'read')
    t.match(await annPage.locator('#presence').getAttribute('data-state'), 'online')

    // The outsider: what comes later is all she gets.
    await write(annPage, 'the last for Ben')
    await showsTexts(benInbox, [...shown, 'the last for Ben'])
    await write(await ann.chatWith(eve), 'for Eve')
    await showsTexts(eveChat, ['for Eve'])
    await write(await ben.chatWith(eve), 'for Eve as well')
    await present(eveBell, '#bell-list > li:has-text("for Eve as well")')
    for (const page of [eveChat, eveBell]) {
      t.notMatch(await page.content(), /Hello Ben|the last for Ben|ann \d|ben \d/)
    }
    t.strictSame([...ann.complaints, ...ben.complaints, ...eve.complaints], [])
    await Promise.all([ann, ben, eve].map(({ context }) => context.close()))
  })

  t.test('the inbox is in the order of what happened last, and counts live', async (t) => {
    const [ann, ben, cat] = await Promise.all([
      person(browser(), url, 'Ann'),
      person(browser(), second, 'Ben'),
      person(browser(), second, 'Cat'),
    ])
    const inbox = await ann.tab('/messages/')
    await connection(inbox, 'online')
    const order = async () =>
      await inbox.evaluate(
        `[...document.querySelectorAll('#conversations > li')].map(({ dataset }) => dataset.username + ':' + dataset.unread)`,
      )
    const says = async (who: typeof ben, message: string) => {
      await who.script.post(`/messages/send/${ann.username}/`, { message })
      await present(
        inbox,
        `#conversations > li:first-child[data-username="${who.username}"]:has-text("${message}")`,
      )
    }
    await says(ben, 'first')
    await says(cat, 'second')
    t.strictSame(await order(), [`${cat.username}:1`, `${ben.username}:1`])
    await says(ben, 'third')
    t.strictSame(await order(), [`${ben.username}:2`, `${cat.username}:1`])
    await holds(inbox, `document.title.startsWith('(3) ')`)
    t.match(await inbox.locator('#conversations > li').first().textContent(), /third/)
    await inbox.reload()
    t.strictSame(await order(), [`${ben.username}:2`, `${cat.username}:1`], 'and as the server counts')
    await connection(inbox, 'online')
    await cat.script.post(`/messages/send/${ann.username}/`, { message: 'fourth' })
    await present(inbox, `#conversations > li:first-child[data-username="${cat.username}"][data-unread="2"]`)
    t.strictSame(await order(), [`${cat.username}:2`, `${ben.username}:2`], 'what nobody opened stays unread')
    t.strictSame(ann.complaints, [])
    await Promise.all([ann, ben, cat].map(({ context }) => context.close()))
  })

  t.test('bell, previews and title are the same in all tabs, and cleared by reading in one', async (t) => {
    const [ann, ben] = await Promise.all([person(browser(), url, 'Ann'), person(browser(), second, 'Ben')])
    const tabs = [await ann.tab('/people/'), await ann.tab('/notifications/')] as const
    for (const tab of tabs) await connection(tab, 'online')
    for (const message of ['one', 'two', 'three']) {
      await ben.script.post(`/messages/send/${ann.username}/`, { message })
    }
    for (const tab of tabs) {
      await present(tab, '#bell-badge[data-count="3"]')
      await holds(tab, `document.title.startsWith('(3) ')`)
      await holds(tab, `document.querySelector('#bell-list > li').textContent.includes('three')`)
    }
    await tabs[0].locator('#bell summary').click()
    await visible(tabs[0], '#bell-list a')
    t.equal(await tabs[0].locator('.panel a:has-text("See all messages")').getAttribute('href'), '/messages/')
    await tabs[0].locator('#bell-list a').first().click()
    await showsTexts(tabs[0], ['one', 'two', 'three'])
    const openedAt = Date.now()
    await present(tabs[1], '#bell-badge[data-count="0"]', 2_000)
    t.ok(Date.now() - openedAt < 1_000, 'within a second')
    await holds(tabs[1], `!document.title.startsWith('(')`)
    await visible(tabs[1], '#page-bell-empty')
    t.strictSame(ann.complaints, [])
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })

  t.test('read is what is shown in a visible, focused document', async (t) => {
    const [ann, ben] = await Promise.all([person(browser(), url, 'Ann'), person(browser(), second, 'Ben')])
    const benChat = await ben.chatWith(ann)
    const benOther = await ben.tab('/people/')
    for (const tab of [benChat, benOther]) await asLookedAt(tab)
    await benChat.bringToFront()
    await benOther.bringToFront()
    await holds(benChat, '!document.hasFocus()')
    const annChat = await ann.chatWith(ben)
    await connection(annChat, 'online')
    await write(annChat, 'nobody looks')
    await write(annChat, 'still nobody')
    await showsTexts(benChat, ['nobody looks', 'still nobody'])
    await present(benOther, '#bell-badge[data-count="2"]')
    await inState(annChat, 'still nobody', 'delivered')
    // What Ben sends comes after whatever his hidden tab might have marked.
    await ben.script.post(`/messages/send/${ann.username}/`, { message: 'from elsewhere', seen: 0 })
    await showsTexts(annChat, ['nobody looks', 'still nobody', 'from elsewhere'])
    t.equal(await annChat.locator('.message[data-state="read"]').count(), 0)
    await present(benChat, '#new-line')
    await benChat.bringToFront()
    await inState(annChat, 'still nobody', 'read')
    await present(benOther, '#bell-badge[data-count="0"]')
    t.strictSame([...ann.complaints, ...ben.complaints], [])
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })

  t.test('what one edits and deletes, both see, live and after a reload, and outsiders do not', async (t) => {
    const [ann, ben, eve] = await Promise.all([
      person(browser(), url, 'Ann'),
      person(browser(), second, 'Ben'),
      person(browser(), second, 'Eve'),
    ])
    const [annChat, benInbox] = [await ann.chatWith(ben), await ben.tab('/messages/')]
    await connection(annChat, 'online')
    await connection(benInbox, 'online')
    for (const text of ['one', 'two', 'three']) await write(annChat, text)
    await present(benInbox, '#bell-badge[data-count="3"]')
    const key = async (text: string, press: string) => {
      await annChat.locator('#messages > li.message', { hasText: text }).focus()
      await annChat.keyboard.press(press)
    }
    await inState(annChat, 'three', 'delivered')
    await key('three', 'e')
    await holds(annChat, `document.querySelector('#composer-text').value === 'three'`)
    await write(annChat, 'tres')
    await present(benInbox, '#conversations > li:first-child:has-text("tres")')
    await key('two', 'Delete')
    await present(benInbox, '#bell-badge[data-count="2"]')
    const benChat = await ben.chatWith(ann)
    const shown = ['one', 'This message was deleted', 'tres']
    await showsTexts(benChat, shown)
    await showsTexts(annChat, ['one', 'You deleted this message', 'tres'])
    await key('tres', 'Delete')
    await present(benInbox, '#conversations > li:first-child:has-text("Message deleted")')
    await benChat.reload()
    await showsTexts(benChat, [...shown.slice(0, 2), 'This message was deleted'])
    await annChat.locator('#messages > li.message', { hasText: 'one' }).hover()
    await annChat.locator('#messages > li.message .message-more').first().click()
    await visible(annChat, '[role=menu]')
    const page = await eve.tab(`/messages/chat/${ann.username}/1/`)
    t.match(await page.textContent('main'), 'There is no such page')
    t.notMatch(await benChat.locator('.panes').innerText(), /two|tres/)
    t.strictSame([...ann.complaints, ...ben.complaints], [])
    await Promise.all([ann, ben, eve].map(({ context }) => context.close()))
  })

  t.test('without a session one logs in and goes on; logging out ends the other tabs', async (t) => {
    const [ann, ben] = await Promise.all([person(browser(), url, 'Ann'), person(browser(), second, 'Ben')])
    await ann.context.clearCookies()
    const page = await ann.tab(`/messages/chat/${ben.username}/`)
    t.match(page.url(), `/login?next=`)
    await page.getByLabel('Username').fill(ann.username.toUpperCase())
    await page.getByLabel('Password').fill('not this password')
    await page.getByRole('button', { name: 'Log in' }).click()
    await visible(page, '.error-summary, [role="alert"]')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(`**/messages/chat/${ben.username}/`)
    await connection(page, 'online')
    await page.locator('#composer-text').fill('a draft')

    const other = await ann.chatWith(ben)
    await connection(other, 'online')
    t.equal(await other.locator('#composer-text').inputValue(), 'a draft')
    const hasDraft = `Object.keys(localStorage).some((key) => localStorage[key].includes('a draft'))`
    await holds(page, hasDraft)
    await page.locator('#me summary').click()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/login**')
    await visible(page, ':text("You are logged out.")')
    await visible(other, '#session-ended:has-text("session has ended")')
    await holds(other, `!${hasDraft}`)
    await page.goto(`${url}/messages/`)
    t.match(page.url(), '/login')
    await other.getByRole('link', { name: 'Log in' }).click()
    t.match(other.url(), `next=${encodeURIComponent(`/messages/chat/${ben.username}/`)}`)
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })
}

async function signUp(somebody: PersonAtBrowser): Promise<Page> {
  const page = await somebody.tab('/messages/')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Name', { exact: true }).fill(somebody.displayName)
  await page.getByLabel('Username').fill(somebody.username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/messages/')
  await absent(page, '.error-summary')
  await connection(page, 'online')
  return page
}

/** Notes each state that the newest message of the chat is seen in, from now on. */
async function recordStates(page: Page): Promise<void> {
  await page.evaluate(`{
    window.recorded = []
    const note = () => {
      const state = [...document.querySelectorAll('#messages > li.message')].at(-1)?.dataset.state
      if (state && window.recorded.at(-1) !== state) window.recorded.push(state)
    }
    new MutationObserver(note).observe(document.querySelector('#messages'), {
      subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'],
    })
  }`)
}

async function recordedStates(page: Page): Promise<unknown[]> {
  const states: unknown = await page.evaluate('window.recorded')
  return Array.isArray(states) ? states : []
}
