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
    for (const menu of document.querySelectorAll('[data-open-at]')) {
      menu.showPopover()
      ;[menu.style.left, menu.style.top] = menu.dataset.openAt.split(' ').map((px) => px + 'px')
    }
    const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)))
  })()`)
}
