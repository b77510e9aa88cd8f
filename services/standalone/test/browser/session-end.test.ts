import { needs, want } from '@parley/testing'
import type { Page } from 'playwright-core'
import t from 'tap'
import { embedded } from '../installations.ts'
import { showsTexts, write } from './chat-in-page.ts'
import { absent, connection, present, visible } from './page-conditions.ts'
import { password, person } from './person-at-browser.ts'

t.setTimeout(120_000)

t.test('a session that ends under a page', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t)
  const [url] = urls
  const browser = await want.chromium(t)

  t.test('is said at once, and nothing is tried any more', async (t) => {
    const [ann, ben] = await Promise.all([person(browser, url, 'Ann'), person(browser, url, 'Ben')])
    const chat = await ann.chatWith(ben)
    await connection(chat, 'online')
    const tries = triesOf(chat)
    await ann.script.form('/logout', {})
    await visible(chat, '#session-ended')
    await chat.keyboard.press('Escape')
    t.ok(await chat.locator('#session-ended').isVisible(), 'there is nothing else to do here')
    // What makes a living page connect at once; what it asked for would be seen before the answer to this question.
    await chat.evaluate(`window.dispatchEvent(new Event('online'))`)
    await chat.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
    await chat.evaluate(`fetch('/health/live').then((answer) => answer.status)`)
    t.strictSame(
      tries().filter((path) => !path.endsWith('/health/live')),
      [`${url}/session`],
      'once, whether another tab has logged in',
    )
    t.match(
      await chat.locator('#session-ended a').getAttribute('href'),
      `next=${encodeURIComponent(`/messages/chat/${ben.username}/`)}`,
    )
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })

  t.test('while one was offline: what was written is there after the login, and goes', async (t) => {
    const [ann, ben] = await Promise.all([person(browser, url, 'Ann'), person(browser, url, 'Ben')])
    const [chat, benChat] = [await ann.chatWith(ben), await ben.chatWith(ann)]
    for (const page of [chat, benChat]) await connection(page, 'online')
    await ann.context.setOffline(true)
    await connection(chat, 'offline')
    await ann.script.form('/logout', {})
    await write(chat, 'written before I knew')
    await chat.locator('#composer-text').fill('and a draft')
    await ann.context.setOffline(false)
    await visible(chat, '#session-ended')
    await chat.getByRole('link', { name: 'Log in' }).click()
    await chat.getByLabel('Username').fill(ann.username)
    await chat.getByLabel('Password').fill(password)
    await chat.getByRole('button', { name: 'Log in' }).click()
    await chat.waitForURL(`**/messages/chat/${ben.username}/`)
    await showsTexts(benChat, ['written before I knew'])
    await present(chat, '.message:not([data-seq="0"])')
    await showsTexts(chat, ['written before I knew'])
    t.equal(await chat.locator('#composer-text').inputValue(), 'and a draft')
    await absent(chat, '#session-ended[open]')
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })

  t.test('what a page asks for after the end says so too', async (t) => {
    const ann = await person(browser, url, 'Ann')
    const people = await ann.tab('/people/')
    await connection(people, 'online')
    // The page lost its socket and does not know yet.
    await ann.context.clearCookies()
    await people.getByRole('searchbox').fill('anybody')
    await visible(people, '#session-ended')
    t.equal(await people.locator('h1').textContent(), 'People', 'the page stays')
    await ann.context.close()
  })
})

/** What a page tries from now on: its requests, and the sockets that it opens. */
function triesOf(page: Page): () => string[] {
  const tries: string[] = []
  page.on('request', (request) => tries.push(request.url()))
  page.on('websocket', (socket) => tries.push(socket.url()))
  return () => [...tries]
}
