import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { directConversation } from '@parley/contracts'
import { chromium } from '@parley/testing'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { assetUrlOf } from '../../src/assets/asset-url.ts'
import { buildAssets } from '../../src/assets/build.ts'
import { sqliteSessionStore } from '../../src/sessions/sqlite-session-store.ts'
import { type Front, front } from '../front.ts'

type HasTeardown = Parameters<typeof chromium>[0]

/** A browser of one person: tabs share cookies and storage. */
export interface Person {
  context: BrowserContext
  /** Opens a tab. */
  tab(path: string): Promise<Page>
}

/** The whole gateway before owners in memory, with real browsers in front of it. */
export interface BrowserHouse {
  house: Front
  origin: string
  idOf(username: string): string
  conversation(one: string, other: string): string
  /** Writes as somebody, without a browser. */
  write(from: string, to: string, text: string): Promise<void>
  person(username: string, options?: Parameters<Browser['newContext']>[0]): Promise<Person>
  /** What browsers complained of: scripts that failed, what the policy refused. */
  complaints: string[]
}

export async function browserHouse(t: HasTeardown): Promise<BrowserHouse> {
  const outDir = mkdtempSync(join(tmpdir(), 'parley-assets-'))
  t.teardown(() => rmSync(outDir, { recursive: true, force: true }))
  const url = assetUrlOf(await buildAssets({ outDir }))
  const clock = () => Date.now()
  const sessions = sqliteSessionStore({ path: ':memory:', clock })
  const house = await front(t, { assets: { url, dir: outDir }, clock, sessions })
  const ids = new Map<string, string>()
  for (const [username, name] of [
    ['ann', 'Ann Demo'],
    ['ben', 'Ben Demo'],
    ['cat', 'Cat Demo'],
  ] as const) {
    ids.set(username, house.add(username, name).id)
  }
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  const address = house.app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the gateway has no port')
  const origin = `http://localhost:${address.port}`
  const browser = await chromium(t)
  const complaints: string[] = []
  const idOf = (username: string) => ids.get(username) ?? ''
  const conversation = (one: string, other: string) => directConversation(idOf(one), idOf(other))

  return {
    house,
    origin,
    idOf,
    conversation,
    complaints,
    async write(from, to, text) {
      await house.owners.messages.write(conversation(from, to), idOf(from), text, crypto.randomUUID())
    },
    async person(username, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options })
      const visitor = await house.loggedIn(username)
      await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: origin })))
      return {
        context,
        async tab(path) {
          const page = await context.newPage()
          page.on('pageerror', (error) => complaints.push(String(error)))
          page.on('console', (message) => {
            if (message.type() === 'error') complaints.push(message.text())
          })
          await page.goto(origin + path)
          return page
        },
      }
    },
  }
}

/** Waits for an expression of the page to be true. A busy machine is slow; only what fails takes half a minute. */
export async function soon(page: Page, expression: string): Promise<void> {
  const endAt = Date.now() + 30_000
  // Not waitForFunction: the page's policy forbids what it is made of. While a page is left, nothing can be asked.
  while (!(await page.evaluate(`Boolean(${expression})`).catch(() => false))) {
    if (Date.now() > endAt) throw new Error(`it did not come to pass: ${expression}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** The texts of the chat, in order. */
export async function texts(page: Page): Promise<string[]> {
  return await page.locator('#messages > li.message .text').allTextContents()
}
