import { chromium, needs } from '@parley/testing'
import t from 'tap'
import {
  conversationList,
  errorPartial,
  historyPartial,
  peoplePage,
  switcherResults,
} from '../../src/views/index.ts'
import { chat, chrome, conversations, messages, now, people } from './demo.ts'
import { openState } from './open-state.ts'
import { servePages } from './page-server.ts'

t.setTimeout(120_000)

t.test('the attributes of htmx in the markup do what they say', await needs('chromium'), async (t) => {
  const server = await servePages()
  t.teardown(() => server.close())
  const browser = await chromium(t)
  const page = await browser.newPage({ viewport: { width: 1440, height: 700 } })
  const context = { assetUrl: (name: string) => `/assets/${name}`, now }
  const answers: Record<string, string> = {}
  const headers: Record<string, string>[] = []
  let status = 200
  // What our own scripts do beside it is tested elsewhere.
  await page.route('**/assets/main-*', (route) => route.abort())
  const isAsked = (url: URL) => url.pathname.startsWith('/messages/') || url.pathname === '/people/'
  await page.route(isAsked, async (route) => {
    headers.push(route.request().headers())
    const { pathname, search } = new URL(route.request().url())
    await route.fulfill({ contentType: 'text/html', body: answers[pathname + search] ?? 'nothing', status })
  })

  await t.test('older messages take the place of the link, and the view stays', async (t) => {
    const older = messages(people.rosa, [['peer', '2026-11-20T10:00:00.000Z', 'the oldest']], 203)
    answers['/messages/chat/demo_rosa/?before=204'] = historyPartial(context, chat(people.rosa, older))
    await openState(page, `${server.origin}/chat`)
    await page.evaluate(`document.querySelector('#m-206').scrollIntoView()`)
    const before = await page.locator('#m-206').boundingBox()
    await page.evaluate(`htmx.trigger('#older a', 'parley:older')`)
    await page.locator('#m-203').waitFor({ state: 'attached' })
    t.equal(await page.locator('#older').count(), 0)
    t.equal(await page.locator('#messages > li.message').first().getAttribute('id'), 'm-203')
    const after = await page.locator('#m-206').boundingBox()
    t.ok(Math.abs((before?.y ?? 0) - (after?.y ?? 99)) < 2, `moved from ${before?.y} to ${after?.y}`)
    t.match(headers.at(-1), { 'hx-request': 'true', 'x-csrftoken': 'demo-token' })
  })

  await t.test('the list of conversations refreshes on demand, keeping its focus', async (t) => {
    const inbox = { conversations: conversations.slice(0, 3).toReversed(), current: people.rosa }
    answers['/messages/?current=demo_rosa'] = `<main>${conversationList(context, inbox)}</main>`
    await openState(page, `${server.origin}/chat`)
    await page.locator('#c-demo_rosa > a').first().focus()
    await page.evaluate(`htmx.trigger(document.body, 'parley:refresh')`)
    await page.locator('#conversations > li:nth-child(3):last-child').waitFor()
    t.equal(await page.locator('#conversations > li').last().getAttribute('id'), 'c-demo_rosa')
    t.equal(await page.evaluate(`document.activeElement.closest('li')?.id`), 'c-demo_rosa')
  })

  await t.test('people are searched as one types', async (t) => {
    answers['/people/?q=fox'] = peoplePage(chrome(), {
      query: 'fox',
      people: [people.emoji],
      previousPage: null,
      nextPage: null,
    })
    await openState(page, `${server.origin}/people`)
    await page.locator('#people-q').pressSequentially('fox')
    await page.locator('.person-row:only-child').waitFor()
    t.equal(await page.locator('#people-q').inputValue(), 'fox')
    t.match(page.url(), /\/people\/\?q=fox$/)
  })

  await t.test('the switcher lists whom it finds', async (t) => {
    answers['/people/?for=switcher&q=ro'] = switcherResults([people.rosa])
    await openState(page, `${server.origin}/chat-shortcuts`)
    await page.evaluate(
      `document.querySelector('#shortcuts').close(), document.querySelector('#switcher').showModal()`,
    )
    await page.locator('#switcher-input').pressSequentially('ro')
    await page.locator('#switch-demo_rosa').waitFor()
    t.equal(await page.locator('#switch-demo_rosa').getAttribute('data-href'), '/messages/chat/demo_rosa/')
  })

  await t.test('a failure is said, and what is there stays', async (t) => {
    status = 503
    answers['/messages/chat/demo_rosa/?before=204'] = errorPartial(context, { status: 503 })
    await openState(page, `${server.origin}/chat`)
    await page.evaluate(`htmx.trigger('#older a', 'parley:older')`)
    await page.locator('#toasts .toast').waitFor()
    t.match(await page.locator('#toasts').innerText(), 'Not available right now')
    t.equal(await page.locator('#older').count(), 1)
    t.equal(await page.title(), '(99+) Rosa Demo · Parley')
  })
})
