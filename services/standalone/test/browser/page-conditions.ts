import { waitFor } from '@parley/testing'
import type { Page } from 'playwright-core'

/** Waits for an element to be in the page, whether one sees it or not. */
export async function present(page: Page, selector: string, timeoutMs = 30_000): Promise<void> {
  await page.locator(selector).first().waitFor({ state: 'attached', timeout: timeoutMs })
}

export async function visible(page: Page, selector: string): Promise<void> {
  await page.locator(selector).filter({ visible: true }).first().waitFor()
}

export async function absent(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor({ state: 'detached' })
}

export async function hidden(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor({ state: 'hidden' })
}

/** Waits for an expression of the page to be true. */
export async function holds(page: Page, expression: string, timeoutMs = 30_000): Promise<void> {
  await waitFor(async () => await page.evaluate(`Boolean(${expression})`), { what: expression, timeoutMs })
}

export async function connection(page: Page, state: 'online' | 'connecting' | 'offline' | 'http') {
  await present(page, `#connection[data-state="${state}"]`, 20_000)
}

/** Waits for the socket to be up: only then is its own presence known in the page's lists. */
export async function live(page: Page): Promise<void> {
  await connection(page, 'online')
}
