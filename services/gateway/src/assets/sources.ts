import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** The gateway's `src`. */
export const sourceDir = dirname(import.meta.dirname)

export const stylePath = join(sourceDir, 'styles', 'app.css')
export const scriptPath = join(sourceDir, 'browser', 'main.ts')
/** What `scriptPath` imports only when a page needs it. */
export const latePath = join(sourceDir, 'views', 'formatting', 'parse.ts')
export const htmxPath = join(dirname(require.resolve('htmx.org/package.json')), 'dist', 'htmx.min.js')
export const emojiPath = require.resolve('emojilib')
export const lucideDir = join(dirname(require.resolve('lucide-static/package.json')), 'icons')

/** The sources of the build itself: another way of building is another build. */
export async function ownSources(): Promise<string[]> {
  const names = await readdir(import.meta.dirname)
  return [
    ...names.map((name) => join(import.meta.dirname, name)),
    join(sourceDir, 'icons', 'list.ts'),
    join(sourceDir, 'views', 'mark.ts'),
  ]
}
