import { BrowserlessPerson, uniqueName } from '@parley/testing'
import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core'

/** Somebody with a browser of their own: its tabs share cookies and storage. */
export class PersonAtBrowser {
  readonly url: string
  readonly username: string
  readonly displayName: string
  readonly context: BrowserContext
  /** What the browser complained of: scripts that failed, what the page's policy refused, answers that were errors. */
  readonly complaints: string[] = []

  constructor(context: BrowserContext, { url, username, displayName }: Named) {
    this.context = context
    this.url = url
    this.username = username
    this.displayName = displayName
    context.on('page', (page) => this.#listen(page))
  }

  async tab(path = '/messages/'): Promise<Page> {
    const page = await this.context.newPage()
    await page.goto(this.url + path)
    return page
  }

  /** A tab on the conversation with somebody, connected where it has scripts. */
  async chatWith({ username }: { username: string }): Promise<Page> {
    const page = await this.tab(`/messages/chat/${username}/`)
    return page
  }

  #listen(page: Page): void {
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
  }
}

interface Named {
  url: string
  username: string
  displayName: string
}

export const password = 'correct horse battery staple'

/** A person that nobody else has the name of; not signed up yet. */
export async function stranger(
  browser: Browser,
  url: string,
  displayName: string,
  options: BrowserContextOptions = {},
): Promise<PersonAtBrowser> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  return new PersonAtBrowser(context, { url, displayName, username: nameFor(displayName) })
}

/** The same, signed up and logged in already, and as a script beside the browser. */
export async function person(
  browser: Browser,
  url: string,
  displayName: string,
  options: BrowserContextOptions = {},
): Promise<PersonAtBrowser & { script: BrowserlessPerson }> {
  const made = await stranger(browser, url, displayName, options)
  const script = await BrowserlessPerson.signUp(url, made.username, displayName)
  await logIn(made.context, script)
  return Object.assign(made, { script })
}

/** Gives a browser the session of somebody. */
export async function logIn(context: BrowserContext, script: BrowserlessPerson): Promise<void> {
  const cookies = script.cookie.split('; ').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    return { name, value, url: script.url }
  })
  await context.addCookies(cookies)
}

/** A username that nobody else has. */
export function nameFor(displayName: string): string {
  const stem = displayName.toLowerCase().replace(/[^a-z]/g, '')
  return uniqueName(stem.slice(0, 10) || 'somebody').slice(0, 30)
}

/**
 * Makes a tab as visible and focused as it really is: by default the driver tells each that it is looked at.
 * `bringToFront` then hides the others of the same browser.
 */
export async function asLookedAt(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false })
  return session
}
