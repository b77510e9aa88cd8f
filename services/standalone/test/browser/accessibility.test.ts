import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { needs, want } from '@parley/testing'
import type { Page } from 'playwright-core'
import t from 'tap'
import { embedded } from '../installations.ts'
import { showsTexts, write } from './chat-in-page.ts'
import { connection, holds, visible } from './page-conditions.ts'
import { person, stranger } from './person-at-browser.ts'

t.setTimeout(170_000)

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

t.test('every live page, in both themes, wide and narrow', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t)
  const [url] = urls
  const browser = await want.chromium(t)
  const still = { reducedMotion: 'reduce' } as const
  const ann = await person(browser, url, 'Ann', still)
  const ben = await person(browser, url, 'Ben', still)
  const newcomer = await person(browser, url, 'Newcomer', still)
  const nobody = await stranger(browser, url, 'Nobody', still)
  const chat = await ann.chatWith(ben)
  await connection(chat, 'online')
  await write(chat, 'hello https://example.org/ 👋')
  await ben.script.post(`/messages/send/${ann.username}/`, { message: 'an answer' })
  await showsTexts(chat, ['hello https://example.org/ 👋', 'an answer'])
  await chat.close()
  await newcomer.script.post(`/messages/send/${ann.username}/`, { message: 'unread' })

  const pages: [string, Page, string | undefined][] = [
    ['login', await nobody.tab('/login'), undefined],
    ['signup', await nobody.tab('/signup'), undefined],
    ['inbox', await ann.tab('/messages/'), undefined],
    ['chat', await ann.chatWith(ben), undefined],
    ['people', await ann.tab('/people/'), undefined],
    ['profile', await ann.tab(`/people/${ben.username}/`), undefined],
    ['notifications', await ann.tab('/notifications/'), undefined],
    ['settings', await ann.tab('/settings/'), undefined],
    ['bell', await ann.tab('/people/'), '#bell summary'],
    ['menu', await ann.tab('/people/'), '#me summary'],
    ['empty inbox', await (await person(browser, url, 'Empty', still)).tab('/messages/'), undefined],
    ['empty chat', await newcomer.chatWith(ben), undefined],
  ]
  const complaints = () => [ann, ben, newcomer, nobody].flatMap((one) => one.complaints)
  t.strictSame(complaints(), [], 'no page complains')
  const missing = await ann.tab('/messages/chat/nobody_of_that_name/')
  pages.push(['not found', missing, undefined])
  const switcher = await ann.chatWith(ben)
  await connection(switcher, 'online')
  await switcher.keyboard.press('Control+k')
  await visible(switcher, '#switcher-results [role="option"]')
  pages.push(['switcher', switcher, undefined])
  const shortcuts = await ann.tab('/people/')
  await shortcuts.keyboard.press('?')
  await visible(shortcuts, '#shortcuts')
  pages.push(['shortcuts', shortcuts, undefined])
  const ended = await newcomer.tab('/people/')
  await connection(ended, 'online')
  await newcomer.script.form('/logout', {})
  await visible(ended, '#session-ended')
  pages.push(['ended session', ended, undefined])

  for (const [name, page, opener] of pages) {
    t.test(name, async (t) => {
      if (opener !== undefined) await page.locator(opener).click()
      for (const width of [1_280, 360]) {
        await page.setViewportSize({ width, height: 800 })
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await resting(page, colorScheme)
          t.strictSame(await violations(page), [], `${colorScheme}, ${width} px`)
        }
      }
      await page.close()
    })
  }
})

/** A theme is there once it was painted and every colour has gone over to it, those that began by others too. */
async function resting(page: Page, colorScheme: string): Promise<void> {
  await page.bringToFront()
  await holds(page, `matchMedia('(prefers-color-scheme: ${colorScheme})').matches`)
  await page.evaluate(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const isMoving = ({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime)
    for (let quietFrames = 0; quietFrames < 2; quietFrames += 1) {
      await frame()
      const moving = document.getAnimations().filter(isMoving)
      if (moving.length > 0) quietFrames = -1
      await Promise.all(moving.map((one) => one.finished.catch(() => {})))
    }
  })()`)
}

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe)
  return await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary.slice(0, 300)).join(' | ')))`)
}
