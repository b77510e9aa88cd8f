import { waitFor } from '@parley/testing'
import type { Page } from 'playwright-core'

/** Writes a message as one does, by the keyboard. */
export async function write(page: Page, text: string): Promise<void> {
  const composer = page.locator('#composer-text')
  await composer.fill(text)
  await composer.press('Enter')
}

/** The texts of the chat, in order. */
export async function texts(page: Page): Promise<string[]> {
  return await page.locator('#messages > li.message .text').allTextContents()
}

/** Waits for the chat to show exactly these. */
export async function showsTexts(page: Page, expected: readonly string[]): Promise<void> {
  const wanted = JSON.stringify(expected)
  let shown: string[] = []
  await waitFor(
    async () => {
      shown = await texts(page)
      return JSON.stringify(shown) === wanted
    },
    { what: 'the messages of the chat', timeoutMs: 15_000 },
  ).catch((error: unknown) => {
    const first = expected.findIndex((text, i) => text !== shown[i])
    const [wants, has] = [expected[first], shown[Math.max(0, first)]].map((text) =>
      String(text).slice(0, 200),
    )
    throw new Error(`${shown.length} messages; at ${first} stands ${has} for ${wants}`, { cause: error })
  })
}

/** Waits for a message that holds this text to be in this state. */
export async function inState(page: Page, text: string, state: string, timeoutMs = 15_000): Promise<void> {
  await page
    .locator(`#messages > li.message[data-state="${state}"]`, { hasText: text })
    .first()
    .waitFor({ state: 'attached', timeout: timeoutMs })
}
