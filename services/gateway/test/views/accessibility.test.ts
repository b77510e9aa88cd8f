import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium, needs } from '@parley/testing'
import t from 'tap'
import { openState } from './open-state.ts'
import { servePages } from './page-server.ts'

const looks = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'dark', width: 320 },
] as const

t.setTimeout(240_000)

t.test('every page in every state', await needs('chromium'), async (t) => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const server = await servePages()
  t.teardown(() => server.close())
  const browser = await chromium(t)

  for (const { colorScheme, width } of looks) {
    await t.test(`in ${colorScheme} at ${width} px`, async (t) => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        hasTouch: width === 320,
        isMobile: width === 320,
        reducedMotion: 'reduce',
      })
      t.teardown(() => context.close())
      const page = await context.newPage()
      const refused: string[] = []
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) refused.push(message.text())
      })
      for (const name of server.names) {
        await openState(page, `${server.origin}/${name}`)
        await page.evaluate(axe)
        const found = await page.evaluate(axeRun)
        t.same(found, [], `${name} has no violations`)
        const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        t.equal(tooWide, 0, `${name} scrolls in one direction only`)
      }
      t.same(refused, [], 'the policy refuses nothing that the pages ask for')
    })
  }
})

const axeRun = `axe
  .run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')).slice(0, 3).join(' | ')),
  )`
