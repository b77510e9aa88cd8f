import type { Page } from 'playwright-core'

/** Goes to a page, waits for its fonts, and opens as a modal what the markup says is open. */
export async function openState(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.evaluate(`(async () => {
    await document.fonts.ready
    for (const dialog of document.querySelectorAll('dialog[open]')) {
      dialog.close()
      dialog.showModal()
    }
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)))
  })()`)
}
