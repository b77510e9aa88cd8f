import { needs, want } from '@parley/testing'
import type { Page } from 'playwright-core'
import t from 'tap'
import { embedded } from '../installations.ts'
import { showsTexts, texts, write } from './chat-in-page.ts'
import { connection, hidden, holds, present, visible } from './page-conditions.ts'
import { person } from './person-at-browser.ts'

t.setTimeout(120_000)

t.test('everything by the keyboard', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t)
  const [url] = urls
  const browser = await want.chromium(t)
  const [ann, ben, cat] = await Promise.all(['Ann', 'Ben', 'Cat'].map((name) => person(browser, url, name)))
  if (ann === undefined || ben === undefined || cat === undefined) throw new Error('three people')
  for (const who of [ben, cat]) await who.script.post(`/messages/send/${ann.username}/`, { message: 'hello' })
  const page = await ann.chatWith(ben)
  await connection(page, 'online')
  const focused = async () =>
    await page.evaluate(`document.activeElement.id || document.activeElement.className`)

  t.test('Enter sends, Shift+Enter breaks, an input method keeps its Enter', async (t) => {
    await holds(page, `document.activeElement.id === 'composer-text'`)
    await page.keyboard.type('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('two')
    await page.keyboard.press('Enter')
    await showsTexts(page, ['hello', 'one\ntwo'])
    const session = await ann.context.newCDPSession(page)
    await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
    // The input method keeps the key's character to itself; the page is told of the key.
    const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 }
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter })
    await session.send('Input.insertText', { text: '日本' })
    t.equal(await page.locator('#composer-text').inputValue(), '日本')
    await page.keyboard.press('Enter')
    await showsTexts(page, ['hello', 'one\ntwo', '日本'])
  })

  t.test('the arrow keys move through messages, and Escape goes back to writing', async (t) => {
    await page.locator('#composer-text').focus()
    await holds(page, `document.querySelector('#composer-text').value === ''`)
    await page.keyboard.press('ArrowUp')
    await holds(page, `document.activeElement.matches('.message:last-child')`)
    await page.keyboard.press('ArrowUp')
    await holds(page, `document.activeElement.querySelector('.text')?.textContent.startsWith('one')`)
    await page.keyboard.press('Home')
    await holds(page, `document.activeElement.querySelector('.text')?.textContent === 'hello'`)
    await page.keyboard.press('Escape')
    t.equal(await focused(), 'composer-text')
  })

  t.test('? shows the shortcuts where nothing is written, and Escape gives the focus back', async (t) => {
    await page.locator('#composer-text').focus()
    await page.keyboard.type('?')
    await holds(page, `document.querySelector('#composer-text').value === '?'`)
    await page.keyboard.press('Backspace')
    await page.locator('#messages-scroll').focus()
    await page.keyboard.press('?')
    await visible(page, '#shortcuts')
    await page.keyboard.press('Escape')
    await hidden(page, '#shortcuts')
    t.equal(await focused(), 'messages-scroll')
  })

  t.test('Ctrl+K goes to a person', async (t) => {
    await page.locator('#composer-text').focus()
    await page.keyboard.press('Control+k')
    await visible(page, '#switcher-results [role="option"]')
    await page.keyboard.press('Escape')
    t.equal(await focused(), 'composer-text')
    await page.keyboard.press('Control+k')
    await page.keyboard.type(cat.username)
    await present(
      page,
      `#switcher-results [data-href="/messages/chat/${cat.username}/"][aria-selected="true"]`,
    )
    await holds(page, `document.querySelectorAll('#switcher-results [role="option"]').length === 1`)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/messages/chat/${cat.username}/`)
    await connection(page, 'online')
  })

  t.test('the list of conversations, the bell and the menu', async (t) => {
    await page.goto(`${url}/messages/`)
    await connection(page, 'online')
    await page.locator('#conversations a').first().focus()
    const first = await page.evaluate('document.activeElement.pathname')
    await page.keyboard.press('ArrowDown')
    t.not(await page.evaluate('document.activeElement.pathname'), first)
    await page.keyboard.press('ArrowUp')
    t.equal(await page.evaluate('document.activeElement.pathname'), first)
    await page.locator('#bell summary').focus()
    await page.keyboard.press('Enter')
    await visible(page, '#bell .panel')
    await page.keyboard.press('Escape')
    await hidden(page, '#bell .panel')
    t.ok(await page.evaluate(`document.activeElement === document.querySelector('#bell summary')`))
    await page.locator('#me summary').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).focus()
    await page.keyboard.press('Enter')
    await visible(page, '#shortcuts')
    await page.keyboard.press('Escape')
    await holds(page, `document.activeElement === document.querySelector('#me summary')`)
  })

  t.test(
    'Tab reaches everything in the order in which it stands, and one always sees where one is',
    async (t) => {
      await page.goto(`${url}/messages/chat/${ben.username}/`)
      await connection(page, 'online')
      await page.locator('.skip').focus()
      t.ok(await page.locator('.skip').isVisible())
      const stops: string[] = []
      const invisible: string[] = []
      for (let i = 0; i < 40 && stops.at(-1) !== 'composer-send'; i += 1) {
        await page.keyboard.press('Tab')
        stops.push(
          String(
            await page.evaluate(
              `document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20)`,
            ),
          ),
        )
        if (!(await hasRing(page))) invisible.push(stops.at(-1) ?? '')
      }
      const order = ['messages-scroll', 'composer-text', 'composer-send'].map((id) => stops.indexOf(id))
      t.ok(
        order.every((at) => at > 0),
        `all are reached: ${stops.join(' | ')}`,
      )
      t.strictSame(
        order,
        order.toSorted((one, other) => one - other),
      )
      t.strictSame(invisible, [], 'a ring at each')
    },
  )

  t.test('a chat from sign-in to an answer, by the keyboard alone', async (t) => {
    const benPage = await ben.chatWith(ann)
    await connection(benPage, 'online')
    await benPage.keyboard.type('by keys alone\n')
    await present(page, '.message:has-text("by keys alone")')
    t.ok((await texts(benPage)).includes('by keys alone'))
  })
})

t.test('a phone', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t)
  const [url] = urls
  const browser = await want.chromium(t)
  const phone = {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  } as const
  const [ann, ben] = await Promise.all([person(browser, url, 'Ann', phone), person(browser, url, 'Ben')])
  await ben.script.post(`/messages/send/${ann.username}/`, { message: 'hello phone' })
  const page = await ann.tab('/messages/')
  await connection(page, 'online')
  await visible(page, '#conversations')
  t.notOk(await page.locator('.chat-pane').isVisible(), 'one at a time')
  t.strictSame(await smallTargets(page), [])
  await page.locator('#conversations a').first().tap()
  await page.waitForURL(`**/messages/chat/${ben.username}/`)
  await connection(page, 'online')
  t.notOk(await page.locator('#conversations').isVisible())
  t.not(await page.evaluate('document.activeElement.id'), 'composer-text', 'no keyboard jumps up')
  t.strictSame(await smallTargets(page), [])
  const composer = await page.locator('#composer').boundingBox()
  t.ok(composer !== null && composer.y + composer.height <= 740)
  await page.locator('#composer-text').tap()
  await page.keyboard.type('from the phone')
  await page.locator('#composer-send').tap()
  await showsTexts(page, ['hello phone', 'from the phone'])
  await write(page, 'again')
  t.ok(await page.evaluate(isDark), 'dark')
  t.strictSame(await moving(page), [], 'nothing moves where that is not wanted')
  await page.getByRole('link', { name: 'Back to your conversations' }).tap()
  await visible(page, '#conversations')
  t.strictSame(ann.complaints, [])
})

const isDark = `{
  const pixel = document.createElement('canvas').getContext('2d')
  pixel.fillStyle = getComputedStyle(document.body).backgroundColor
  pixel.fillRect(0, 0, 1, 1)
  const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data
  red + green + blue < 200
}`

async function hasRing(page: Page): Promise<boolean> {
  return Boolean(
    await page.evaluate(`{
      let one = document.activeElement
      const shows = (element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none'
      }
      shows(one) || (one.parentElement !== null && shows(one.parentElement)) || one.closest('.composer') !== null && shows(one.closest('.composer'))
    }`),
  )
}

/** What one is to hit with a thumb and is lower or narrower than 44 px; links in running text aside. */
async function smallTargets(page: Page): Promise<unknown> {
  return await page.evaluate(`[...document.querySelectorAll('a, button, summary, input:not([type=hidden]), textarea')]
    .filter((one) => one.checkVisibility() && one.closest('.text, .skip, .older, .link-button') === null && !one.matches('.skip'))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, { width, height }]) => width > 1 && (width < 43.5 || height < 43.5))
    .map(([one, { width, height }]) => (one.id || one.className || one.textContent.trim()) + ' ' + Math.round(width) + '×' + Math.round(height))`)
}

async function moving(page: Page): Promise<unknown> {
  return await page.evaluate(`[...new Set([...document.querySelectorAll('*')]
    .filter((one) => {
      const { transitionDuration, animationDuration, animationName } = getComputedStyle(one)
      const longest = (value) => Math.max(...value.split(',').map(parseFloat))
      return longest(transitionDuration) > 0.02 || (animationName !== 'none' && longest(animationDuration) > 0.02)
    })
    .map((one) => one.tagName + '.' + one.className))]`)
}
