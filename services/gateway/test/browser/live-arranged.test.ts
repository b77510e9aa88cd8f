import { messages } from '@parley/contracts'
import { needs } from '@parley/testing'
import type { Page } from 'playwright-core'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const online = `document.querySelector('#connection').dataset.state === 'online'`
const order = `[...document.querySelectorAll('#conversations > li')].map((li) => li.dataset.username).join(' ')`
const row = (username: string) => `document.querySelector('#c-${username}')`
const bell = `document.querySelector('#bell-badge').dataset.count`

/** Opens the menu of a row by the keyboard and chooses what says so. */
async function choose(page: Page, username: string, words: string): Promise<void> {
  await page.locator(`#c-${username} > a`).first().focus()
  await page.keyboard.press('m')
  await soon(page, `document.activeElement?.getAttribute('role') === 'menuitem'`)
  const wanted = `document.activeElement.textContent === '${words}'`
  for (let pressed = 0; pressed < 9 && !(await page.evaluate(wanted)); pressed++)
    await page.keyboard.press('ArrowDown')
  if (!(await page.evaluate(wanted))) throw new Error(`the menu of ${username} does not offer: ${words}`)
  await page.keyboard.press('Enter')
}

t.test(
  'rows move in all tabs as they are arranged, by keyboard alone',
  await needs('chromium'),
  async (t) => {
    const { person, write, complaints } = await browserHouse(t)
    await write('ben', 'ann', 'of ben')
    await write('cat', 'ann', 'of cat')
    const ann = await person('ann')
    const [one, other] = [await ann.tab('/messages/'), await ann.tab('/messages/chat/cat/')]
    const archive = await ann.tab('/messages/?archived=1')
    for (const tab of [one, other, archive]) await soon(tab, online)

    await choose(one, 'ben', 'Pin to the top')
    for (const tab of [one, other]) await soon(tab, `${order} === 'ben cat'`)
    await soon(one, `${row('ben')}.contains(document.activeElement)`)
    await write('cat', 'ann', 'again')
    for (const tab of [one, other]) {
      await soon(tab, `${row('cat')}.textContent.includes('again')`)
      t.equal(await tab.evaluate(order), 'ben cat', 'what is pinned stays on top')
    }

    await choose(one, 'ben', 'Archive')
    for (const tab of [one, other]) await soon(tab, `${order} === 'cat'`)
    await soon(archive, `${order} === 'ben'`)
    await write('ben', 'ann', 'here again')
    for (const tab of [one, other]) await soon(tab, `${order} === 'ben cat'`)
    await soon(archive, `${order} === ''`)
    t.ok(await archive.getByRole('heading', { name: 'Nothing is archived' }).first().isVisible())

    // Closed again, nothing is done and the focus is back.
    await one.locator('#c-cat > a').first().focus()
    await one.keyboard.press('Tab')
    await one.keyboard.press('Enter')
    await soon(one, `document.querySelectorAll('[role=menu]:popover-open').length === 1`)
    await one.keyboard.press('Escape')
    await soon(one, `document.activeElement === document.querySelector('#c-cat .conversation-more')`)
    await soon(one, `document.querySelector('[role=menu]') === null`)
    t.equal(await one.evaluate(order), 'ben cat')
    t.strictSame(complaints, [])
  },
)

t.test('what is muted is quiet everywhere, until it is not any more', await needs('chromium'), async (t) => {
  const { person, write, house, conversation, idOf, complaints } = await browserHouse(t)
  await write('ben', 'ann', 'one')
  const ann = await person('ann')
  const [list, people] = [await ann.tab('/messages/'), await ann.tab('/people/')]
  for (const tab of [list, people]) await soon(tab, `${online} && ${bell} === '1'`)
  await choose(list, 'ben', 'For a day')
  for (const tab of [list, people]) await soon(tab, `${bell} === '0' && !document.title.startsWith('(')`)
  await soon(list, `${row('ben')}.dataset.muted === ''`)
  await write('ben', 'ann', 'two')
  await soon(list, `${row('ben')}.dataset.unread === '2'`)
  await write('cat', 'ann', 'heard')
  for (const tab of [list, people]) await soon(tab, `${bell} === '1'`)
  t.equal(await people.locator('#announcer').textContent(), 'New message from Cat Demo', 'not of ben')
  await choose(list, 'ben', 'Turn notifications on')
  for (const tab of [list, people]) await soon(tab, `${bell} === '3'`)

  // It ends by itself, and nothing has to happen for that.
  await house.app.call(
    messages.arrange,
    { conversation: conversation('ann', 'ben'), mute: 1_500 },
    { actor: idOf('ann'), requestId: 'test' },
  )
  for (const tab of [list, people]) await soon(tab, `${bell} === '1'`)
  for (const tab of [list, people]) await soon(tab, `${bell} === '3'`)
  await soon(list, `${row('ben')}.dataset.muted === undefined`)
  t.strictSame(complaints, [])
})

t.test('a mark as unread is a dot until the chat is opened', await needs('chromium'), async (t) => {
  const { person, write, complaints } = await browserHouse(t)
  await write('ben', 'ann', 'one')
  const ann = await person('ann')
  const list = await ann.tab('/messages/')
  const chat = await ann.tab('/messages/chat/ben/')
  await chat.bringToFront()
  for (const tab of [list, chat]) await soon(tab, `${online} && ${bell} === '0'`)
  await chat.locator('#chat-arrange').click()
  await chat.getByRole('menuitem', { name: 'Mark as unread' }).click()
  await chat.waitForURL('**/messages/')
  for (const tab of [list, chat]) {
    await soon(tab, `${row('ben')}?.dataset.marked === ''`)
    t.ok(await tab.locator('#c-ben .marked').isVisible())
    t.equal(await tab.evaluate(bell), '0')
  }
  await chat.locator('#c-ben > a').first().click()
  await soon(list, `${row('ben')}.dataset.marked === undefined`)
  await chat.waitForURL('**/messages/chat/ben/')

  // From elsewhere: the head says so too.
  await soon(chat, online)
  await list.bringToFront()
  await choose(list, 'ben', 'Until I turn it on again')
  await soon(chat, `document.querySelector('#chat-muted').hidden === false`)
  await soon(list, `${row('ben')}.dataset.muted === ''`)
  await choose(list, 'ben', 'Turn notifications on')
  await soon(chat, `document.querySelector('#chat-muted').hidden === true`)
  t.strictSame(complaints, [])
})

t.test(
  'what was arranged while one was away is there when one is back',
  await needs('chromium'),
  async (t) => {
    const { person, write, house, conversation, idOf, complaints } = await browserHouse(t)
    await write('ben', 'ann', 'of ben')
    await write('cat', 'ann', 'of cat')
    const ann = await person('ann')
    const list = await ann.tab('/messages/')
    await soon(list, online)
    await ann.context.setOffline(true)
    await soon(list, `document.querySelector('#connection').dataset.state === 'offline'`)
    await choose(list, 'ben', 'Pin to the top')
    await soon(list, `document.querySelector('.toast') !== null`)
    await house.app.call(
      messages.arrange,
      { conversation: conversation('ann', 'ben'), pinned: true },
      { actor: idOf('ann'), requestId: 'test' },
    )
    await ann.context.setOffline(false)
    await soon(list, `${order} === 'ben cat'`)
    t.strictSame(
      complaints.filter((words) => !words.includes('ERR_INTERNET_DISCONNECTED')),
      [],
    )
  },
)

t.test('without scripts the same is done on a page of its own', await needs('chromium'), async (t) => {
  const { person, write, complaints } = await browserHouse(t)
  await write('ben', 'ann', 'of ben')
  await write('cat', 'ann', 'of cat')
  const page = await (await person('ann', { javaScriptEnabled: false })).tab('/messages/')
  await page.locator('#c-ben').hover()
  await page.locator('#c-ben .conversation-more').click()
  await page.getByRole('button', { name: 'Pin to the top' }).click()
  t.match(page.url(), /\/messages\/$/)
  t.equal(await page.locator('#conversations > li').first().getAttribute('id'), 'c-ben')
  await page.locator('#c-cat').hover()
  await page.locator('#c-cat .conversation-more').click()
  await page.getByRole('button', { name: 'Archive' }).click()
  t.equal(await page.locator('#conversations > li').count(), 1)
  await page.getByRole('link', { name: 'Archived' }).click()
  t.equal(await page.locator('#c-cat').count(), 1)
  await page.locator('#c-cat').hover()
  await page.locator('#c-cat .conversation-more').click()
  await page.getByRole('button', { name: 'Move back to the list' }).click()
  t.match(page.url(), /archived=1$/)
  t.strictSame(complaints, [])
})
