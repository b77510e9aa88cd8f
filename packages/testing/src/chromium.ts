import { type Browser, type BrowserContext, chromium as driver } from 'playwright-core'
import { findPrograms } from '@parley/servers'
import { testFolders } from './programs.ts'
import type { HasTeardown } from './teardown.ts'

/** The Chromium on this machine: `CHROMIUM_PATH`, else by its usual names on the PATH. */
export function findChromium(): string | undefined {
  return (
    process.env.CHROMIUM_PATH ||
    findPrograms(['chromium', 'chromium-browser', 'google-chrome'], testFolders())[0]
  )
}

/**
 * A real browser with a fresh profile that asks nothing of the network by itself. Two people are two contexts of it
 * (`browser.newContext()`): these share no cookie and no storage. Closed when `t` ends, and by itself if the test dies.
 */
export async function chromium(t: HasTeardown): Promise<Browser> {
  const browser = await driver.launch(launching())
  t.teardown(() => browser.close())
  return browser
}

/** The same browser with its profile in a folder: closed and started again with it, it is the same person's. */
export async function chromiumProfile(t: HasTeardown, folder: string): Promise<BrowserContext> {
  const context = await driver.launchPersistentContext(folder, launching())
  t.teardown(() => context.close())
  return context
}

/** @throws Error where there is no Chromium */
function launching() {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('there is no chromium on the PATH, nor a CHROMIUM_PATH')
  return { executablePath, args: [...QUIET, ...sandbox()], timeout: 60_000 }
}

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium refuses to start as root with its sandbox on. */
function sandbox(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
