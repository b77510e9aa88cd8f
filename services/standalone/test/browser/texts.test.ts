import { BrowserlessPerson, needs, want } from '@parley/testing'
import type { Page } from 'playwright-core'
import t from 'tap'
import { embedded } from '../installations.ts'
import { showsTexts, write } from './chat-in-page.ts'
import { connection, present } from './page-conditions.ts'
import { nameFor, person } from './person-at-browser.ts'

t.setTimeout(120_000)

const hostile: Record<string, string> = {
  long: 'A message of five thousand characters. '.repeat(129).slice(0, 4_999) + '!',
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈',
  arabic: 'كيف حالك؟ نلتقي عند البوابة الشرقية.',
  chinese: '明天的会议改到下午三点了，可以吗？'.repeat(6),
  url: `https://example.org/${'path/'.repeat(55)}end`,
  word: 'x'.repeat(600),
  override: 'before \u202Eover\u202E and \u2067over again',
  flood: `Z${'\u0300\u0301\u0302\u0488'.repeat(200)}algo`,
  script: `<script>window.wasRun = true</script><img src=x onerror="window.wasRun = true">`,
  markup: '</li></ol><h1>big</h1><style>body{display:none}</style>',
  attribute: `"><svg onload=window.wasRun=true> javascript:alert(1) https://example.org/"onmouseover="window.wasRun=true`,
  breaks: `one${'\n'.repeat(30)}two`,
}

/** Nobody would see that it is there: not sent at all. */
const invisible = '\u3164\u200B\u2800'

t.test('whatever is written is shown as text', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t)
  const [url] = urls
  const browser = await want.chromium(t)
  const longName = 'Wolfeschlegelsteinhausenbergerdorff-McAllister the Extraordinary'.slice(0, 64)
  const [ann, ben] = await Promise.all([person(browser, url, 'Ann'), person(browser, url, longName)])
  const short = await BrowserlessPerson.signUp(url, nameFor('I'), 'I')
  await short.post(`/messages/send/${ann.username}/`, { message: '.' })
  const [chat, benChat] = [await ann.chatWith(ben), await ben.chatWith(ann)]
  for (const page of [chat, benChat]) await connection(page, 'online')
  const sent = Object.values(hostile)
  await write(chat, invisible)
  for (const text of sent) await write(chat, text)
  await write(chat, 'the end')
  await showsTexts(benChat, [...sent, 'the end'])
  await present(chat, '.message:has-text("the end"):not([data-seq="0"])')
  await showsTexts(chat, [...sent, 'the end'])
  for (const message of sent.slice(0, 9))
    await ben.script.post(`/messages/send/${ann.username}/`, { message })
  await present(chat, '.message:not([data-mine]) .text:has-text("<script>")')

  for (const width of [360, 820, 1_440]) {
    t.test(`${width} px wide nothing breaks out`, async (t) => {
      for (const page of [chat, benChat]) {
        await page.setViewportSize({ width, height: 800 })
        t.strictSame(await tooWide(page), [])
        t.strictSame(await brokenRows(page), [])
      }
      const inbox = await ann.tab('/messages/')
      await inbox.setViewportSize({ width, height: 800 })
      t.strictSame(await tooWide(inbox), [])
      const people = await ann.tab(`/people/${ben.username}/`)
      await people.setViewportSize({ width, height: 800 })
      t.strictSame(await tooWide(people), [])
      for (const page of [inbox, people]) await page.close()
    })
  }

  t.test('nothing was run, and after a reload the same is there', async (t) => {
    for (const page of [chat, benChat]) t.equal(await page.evaluate('window.wasRun'), undefined)
    await benChat.reload()
    await present(benChat, '.message:has-text("the end")')
    t.equal(await benChat.evaluate('window.wasRun'), undefined)
    t.equal(
      await benChat.locator('.message h1, .message style, .message img, .message svg[onload]').count(),
      0,
    )
    const links = await benChat.evaluate(
      `[...document.querySelectorAll('.message .text a')].map((one) => one.protocol)`,
    )
    t.ok(Array.isArray(links) && links.length > 0 && links.every((one) => one === 'https:'))
    t.strictSame([...ann.complaints, ...ben.complaints], [])
  })
})

/** What makes the page wider than its window. */
async function tooWide(page: Page): Promise<unknown> {
  return await page.evaluate(`{
    const width = document.documentElement.clientWidth
    const isScrolled = document.documentElement.scrollWidth > width || document.querySelector('#messages-scroll')?.scrollWidth > document.querySelector('#messages-scroll')?.clientWidth
    ;[
      ...(isScrolled ? ['the page scrolls sideways'] : []),
      ...[...document.querySelectorAll('.bubble, .author, .conversation, .chat-title, #composer, .profile h1')]
        .filter((one) => one.getBoundingClientRect().right > width + 1 || one.getBoundingClientRect().left < -1)
        .map((one) => one.className + ': ' + one.textContent.slice(0, 40)),
    ]
  }`)
}

/** Messages that lie over the one before them. */
async function brokenRows(page: Page): Promise<unknown> {
  return await page.evaluate(`[...document.querySelectorAll('.message')]
    .filter((one) => one.previousElementSibling?.getBoundingClientRect().bottom > one.getBoundingClientRect().top + 1)
    .map((one) => one.textContent.slice(0, 40))`)
}
