import { needs, waitFor, want } from '@parley/testing'
import type { Page } from 'playwright-core'
import t from 'tap'
import { embedded } from '../installations.ts'
import { texts, write } from './chat-in-page.ts'
import { fillConversation } from './fill-conversation.ts'
import { absent, connection, hidden, holds, present, visible } from './page-conditions.ts'
import { asLookedAt, person } from './person-at-browser.ts'

t.setTimeout(120_000)

t.test('a conversation of a thousand messages', await needs('chromium'), async (t) => {
  const { urls, call } = await embedded(t)
  const browser = await want.chromium(t)
  const [ann, ben] = await Promise.all([person(browser, urls[0], 'Ann'), person(browser, urls[0], 'Ben')])
  const chat = await ann.chatWith(ben)
  await fillConversation(call, chat, 1_000)
  await chat.reload()
  await connection(chat, 'online')

  t.test('older ones come as one scrolls up, and the view does not jump', async (t) => {
    t.equal((await texts(chat)).at(-1), 'message 1000')
    t.ok((await texts(chat)).length < 300)
    await chat.locator('#messages-scroll').hover()
    let worst = 0
    while (!(await texts(chat)).includes('message 1')) {
      const before = await chat.locator('.message').count()
      await chat.mouse.wheel(0, -2_500)
      const moved = await movedBy(chat)
      worst = Math.max(worst, moved)
      if ((await chat.locator('#older').count()) === 0 && before === (await chat.locator('.message').count()))
        break
    }
    t.ok(worst <= 1, `nothing jumped (by ${worst} px at most)`)
    const shown = await texts(chat)
    t.strictSame(
      shown,
      Array.from({ length: 1_000 }, (_, i) => `message ${i + 1}`),
      'all of them, in order, once',
    )
  })

  t.test('what comes meanwhile is counted, and one gets back to it', async (t) => {
    await visible(chat, '#jump')
    const place = await firstShown(chat)
    for (const message of ['new one', 'new two'])
      await ben.script.post(`/messages/send/${ann.username}/`, { message })
    await present(chat, '.message:has-text("new two")')
    await present(chat, '#jump[data-count="2"]')
    t.ok(Math.abs((await topOf(chat, place.n)) - place.top) < 1, 'the view stays')
    await chat.locator('#jump').click()
    await hidden(chat, '#jump')
    await visible(chat, '.message:has-text("new two")')
    await holds(chat, `document.activeElement.id === 'composer-text'`)
    await present(chat, '#bell-badge[data-count="0"]')
    await chat.reload()
    t.equal(await chat.evaluate(`document.querySelector('#messages-scroll').scrollTop`), 0)
    await absent(chat, '#new-line')
  })

  t.test('a line stands above what came while one was away', async (t) => {
    const other = await ann.tab('/people/')
    for (const tab of [chat, other]) await asLookedAt(tab)
    await chat.bringToFront()
    await write(chat, 'I am here')
    await other.bringToFront()
    await holds(chat, '!document.hasFocus()')
    for (const message of ['while away', 'and more'])
      await ben.script.post(`/messages/send/${ann.username}/`, { message })
    await present(chat, '.message:has-text("and more")')
    const after = await chat.evaluate(
      `document.querySelector('#new-line')?.nextElementSibling?.querySelector('.text')?.textContent`,
    )
    t.equal(after, 'while away')
    await chat.bringToFront()
    await present(other, '#bell-badge[data-count="0"]')
    // The same line stands in a page that is opened with unread messages.
    await ben.script.post(`/messages/send/${ann.username}/`, { message: 'seen' })
    await waitFor(
      async () => (await ann.script.get('/messages/unread/')).json<{ count: number }>().count === 0,
      { what: 'seen to be read' },
    )
    await chat.goto('about:blank')
    await ben.script.post(`/messages/send/${ann.username}/`, { message: 'unseen' })
    const again = await ann.chatWith(ben)
    t.equal(
      await again.evaluate(
        `document.querySelector('#new-line')?.nextElementSibling?.querySelector('.text')?.textContent`,
      ),
      'unseen',
    )
  })
  t.strictSame([...ann.complaints, ...ben.complaints], [])
})

/** How far a message that is in view moves by itself until all that is being loaded is there. */
async function movedBy(page: Page): Promise<number> {
  // The wheel's own movement first: still for two frames.
  await waitFor(
    async () =>
      await page.evaluate(`new Promise((resolve) => {
        const scroller = document.querySelector('#messages-scroll')
        const before = scroller.scrollTop
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve(scroller.scrollTop === before))))
      })`),
    { what: 'the scrolling to end' },
  )
  const place = await firstShown(page)
  const count = await page.locator('.message').count()
  const nearOlder = await page.evaluate(`{
    const older = document.querySelector('#older')
    older !== null && older.getBoundingClientRect().bottom > -700
  }`)
  if (nearOlder === true) {
    await waitFor(async () => (await page.locator('.message').count()) > count, { what: 'older messages' })
  }
  return Math.abs((await topOf(page, place.n)) - place.top)
}

async function topOf(page: Page, n: number): Promise<number> {
  return Number(
    await page.evaluate(`document.querySelector('.message[data-n="${n}"]').getBoundingClientRect().top`),
  )
}

interface Place {
  n: number
  top: number
}

async function firstShown(page: Page): Promise<Place> {
  const found = await page.evaluate(`{
    const top = document.querySelector('#messages-scroll').getBoundingClientRect().top
    const message = [...document.querySelectorAll('.message')].find((one) => one.getBoundingClientRect().top >= top)
    ;({ n: Number(message.dataset.n), top: message.getBoundingClientRect().top })
  }`)
  return found as Place // what was just made
}
