/**
 * Pictures of every page in every state, to judge by eye: `node preview.ts [part of a name] [width]`.
 * They go to `parley-preview` in the system's folder for temporary files.
 */
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@parley/testing'
import type { Browser } from 'playwright-core'
import { openState } from './open-state.ts'
import { servePages } from './page-server.ts'

const [part = '', onlyWidth] = process.argv.slice(2)
const widths = [360, 820, 1440].filter((width) => onlyWidth === undefined || width === Number(onlyWidth))
const outDir = join(tmpdir(), 'parley-preview')

await mkdir(outDir, { recursive: true })
const server = await servePages()
const closing: (() => unknown)[] = [server.close]
const browser = await chromium({ teardown: (close) => closing.unshift(close) })
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of widths) await picture(browser, colorScheme, width)
  }
} finally {
  for (const close of closing) await close()
}

async function picture(in_: Browser, colorScheme: 'light' | 'dark', width: number): Promise<void> {
  const height = width < 400 ? 740 : 900
  const context = await in_.newContext({
    colorScheme,
    viewport: { width, height },
    hasTouch: width < 400,
    isMobile: width < 400,
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404'))
      say(`${colorScheme} ${width} ${page.url()} ${message.text()}`)
  })
  for (const name of server.names.filter((one) => one.includes(part))) {
    await openState(page, `${server.origin}/${name}`)
    const overflow = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
    if (overflow > 0) say(`${name} at ${width} is ${overflow} px too wide`)
    await page.screenshot({ path: join(outDir, `${name}-${width}-${colorScheme}.png`) })
  }
  await context.close()
}

function say(words: string): void {
  process.stderr.write(`${words}\n`)
}
