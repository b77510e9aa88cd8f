import { needs, want } from '@parley/testing'
import t from 'tap'
import { embedded } from '../installations.ts'
import { fillConversation } from './fill-conversation.ts'
import { inState, texts } from './chat-in-page.ts'
import { connection, present } from './page-conditions.ts'
import { password, person, stranger } from './person-at-browser.ts'

t.setTimeout(120_000)

t.test('everything works by forms and links', await needs('chromium'), async (t) => {
  const { urls, call } = await embedded(t)
  const [url] = urls
  const browser = await want.chromium(t)
  const ben = await person(browser, url, 'Ben')
  const ann = await stranger(browser, url, 'Ann', { javaScriptEnabled: false })

  t.test('sign up, with what is wrong said', async (t) => {
    const page = await ann.tab('/messages/')
    await page.getByRole('link', { name: 'Create an account' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Ann')
    await page.getByLabel('Username').fill('no spaces!')
    await page.getByLabel('Password').fill('short')
    await page.getByRole('button', { name: 'Create account' }).click()
    t.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ann', 'what was typed is kept')
    t.ok((await page.locator('[aria-invalid="true"]').count()) === 2, 'all that is wrong is marked')
    await page.getByLabel('Username').fill(ann.username)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.waitForURL('**/messages/')
    await page.close()
  })

  t.test('find somebody, read, answer, older pages', async (t) => {
    const page = await ann.tab('/messages/')
    const benChat = await ben.chatWith(ann)
    await connection(benChat, 'online')
    await fillConversation(call, benChat, 150)
    await page.getByRole('link', { name: 'Find people' }).first().click()
    await page.getByRole('searchbox').fill(ben.username)
    await page.getByRole('button', { name: 'Search' }).click()
    await page.locator(`a.person[href="/people/${ben.username}/"]`).click()
    await page.getByRole('link', { name: 'Message', exact: true }).click()
    t.equal((await texts(page)).at(-1), 'message 150')
    await page.getByRole('link', { name: 'Show earlier messages' }).click()
    const older = await texts(page)
    t.ok(older.includes('message 60'))
    t.notOk(older.includes('message 150'))
    await page.getByRole('link', { name: 'Back to the newest messages' }).click()

    await page.locator('#composer-text').fill('by a form\nof two lines')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.waitForURL(`**/messages/chat/${ben.username}/`)
    t.equal((await texts(page)).at(-1), 'by a form\nof two lines')
    await present(benChat, '.message:has-text("by a form")')
    // Who clicks twice sends once.
    await page.locator('#composer-text').fill('clicked twice')
    await page.getByRole('button', { name: 'Send' }).dblclick()
    await present(benChat, '.message:has-text("clicked twice")')
    await page.locator('#composer-text').fill('and the next')
    await page.getByRole('button', { name: 'Send' }).click()
    await present(benChat, '.message:has-text("and the next")')
    t.strictSame((await texts(benChat)).slice(-3), [
      'by a form\nof two lines',
      'clicked twice',
      'and the next',
    ])

    // What is refused is said, and stays to be mended.
    await page.locator('#composer-text').fill('x'.repeat(5_001))
    await page.getByRole('button', { name: 'Send' }).click()
    t.match(await page.locator('#composer-problem').textContent(), /5,?000/)
    t.equal((await page.locator('#composer-text').inputValue()).length, 5_001)
    await page.close()
    await benChat.close()
  })

  t.test('unread, notifications, and reading by opening', async (t) => {
    await ben.script.post(`/messages/send/${ann.username}/`, { message: 'are you there?' })
    const benChat = await ben.chatWith(ann)
    await connection(benChat, 'online')
    const page = await ann.tab('/messages/')
    t.match(await page.title(), /^\(1\)/)
    t.equal(
      await page.locator(`#conversations > li[data-username="${ben.username}"]`).getAttribute('data-unread'),
      '1',
    )
    await page.locator('#bell summary').click()
    await page.getByRole('link', { name: 'Notifications' }).click()
    t.match(await page.locator('#page-bell-list').textContent(), /are you there\?/)
    await page.locator('#page-bell-list a').click()
    t.equal((await texts(page)).at(-1), 'are you there?')
    await inState(benChat, 'are you there?', 'read')
    await page.goto(`${url}/messages/`)
    t.notMatch(await page.title(), /^\(/)
    await page.close()
    await benChat.close()
  })

  t.test('errors are pages with a way on; logging out and in', async (t) => {
    const page = await ann.tab('/messages/chat/nobody_of_that_name/')
    t.match(await page.locator('main').textContent(), /no|not/i)
    t.ok((await page.locator('main a').count()) > 0)
    await page.goto(`${url}/messages/`)
    await page.locator('#me summary').click()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/login**')
    await page.goto(`${url}/people/${ben.username}/`)
    t.match(page.url(), '/login?next=')
    await page.getByLabel('Username').fill(ann.username)
    await page.getByLabel('Password').fill('not this one, no')
    await page.getByRole('button', { name: 'Log in' }).click()
    t.ok(await page.locator('.error-summary').isVisible())
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(`**/people/${ben.username}/`)
    await page.close()
  })
})
