import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { chromium, needs } from '@parley/testing'
import t from 'tap'
import { assetUrlOf } from '../../src/assets/asset-url.ts'
import { buildAssets } from '../../src/assets/build.ts'
import { passwordOf } from '../fakes/accounts.ts'
import { front } from '../front.ts'

t.test(
  'pages break none of the rules they are sent with',
  { ...(await needs('chromium')), timeout: 90_000 },
  async (t) => {
    const dir = join(t.testdir(), 'assets')
    const url = assetUrlOf(await buildAssets({ outDir: dir }))
    const { app, add } = await front(t, { assets: { url, dir }, clock: Date.now })
    add('ann')
    add('bob')
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    const origin = `http://127.0.0.1:${port}`
    const browser = await chromium(t)
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(request.url())
    })

    await page.goto(`${origin}/messages/chat/bob/`)
    await page.fill('[name=username]', 'ann')
    await page.fill('[name=password]', passwordOf('ann'))
    await page.click('main button[type=submit]')
    await page.waitForURL('**/messages/chat/bob/')
    await page.waitForLoadState('networkidle')
    for (const path of ['/messages/', '/people/', '/people/bob/', '/notifications/']) {
      await page.goto(origin + path)
      await page.waitForLoadState('networkidle')
    }
    t.strictSame(complaints, [])
  },
)
