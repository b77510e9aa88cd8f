import { chromium, needs } from '@parley/testing'
import t from 'tap'
import { servePages } from './page-server.ts'

t.setTimeout(120_000)

t.test('with scripts off', await needs('chromium'), async (t) => {
  const server = await servePages()
  t.teardown(() => server.close())
  const browser = await chromium(t)
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 1440, height: 700 },
  })
  const page = await context.newPage()

  await t.test('a chat begins at its newest message', async (t) => {
    await page.goto(`${server.origin}/chat-long`)
    const last = await page.locator('.message').last().boundingBox()
    const form = await page.locator('#composer').boundingBox()
    t.ok(last !== null && form !== null && last.y > 0 && last.y + last.height <= form.y)
  })

  await t.test('what needs scripts is not offered, what replaces it is', async (t) => {
    await page.goto(`${server.origin}/chat`)
    await page.locator('#me > summary').click()
    t.equal(await page.locator('#logout button').isVisible(), true)
    t.equal(await page.locator('[data-open]').first().isVisible(), false)
    t.equal(await page.getByText('Times are in UTC').isVisible(), true)
    await page.goto(`${server.origin}/people`)
    t.equal(await page.getByRole('button', { name: 'Search' }).isVisible(), true)
  })

  await t.test('the bell opens', async (t) => {
    await page.goto(`${server.origin}/chat`)
    t.equal(await page.locator('#bell-list').isVisible(), false)
    await page.locator('#bell > summary').click()
    t.equal(await page.locator('#bell-list').isVisible(), true)
    t.equal(await page.getByRole('link', { name: 'See all messages' }).isVisible(), true)
  })
})
