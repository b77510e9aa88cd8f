import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrowserlessPerson, chromiumProfile, needs, waitFor, want } from '@parley/testing'
import type { Page } from 'playwright-core'
import t from 'tap'
import { embedded } from '../installations.ts'
import { inState, showsTexts, write } from './chat-in-page.ts'
import { connection, holds, present } from './page-conditions.ts'
import { logIn, nameFor, person, PersonAtBrowser } from './person-at-browser.ts'

t.setTimeout(180_000)

t.test('what was typed, and what was not sent', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t)
  const [url] = urls
  const browser = await want.chromium(t)

  t.test('survives a reload and a restart of the browser', async (t) => {
    const ben = await person(browser, url, 'Ben')
    const benChat = await ben.tab('/messages/')
    const folder = mkdtempSync(join(tmpdir(), 'parley-profile-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const username = nameFor('Ann')
    const script = await BrowserlessPerson.signUp(url, username, 'Ann')

    const before = await chromiumProfile(t, folder)
    const ann = new PersonAtBrowser(before, { url, username, displayName: 'Ann' })
    // The session is a form's own here, so that the browser keeps its cookie as it does for people.
    const login = await ann.tab(`/login?next=${encodeURIComponent(`/messages/chat/${ben.username}/`)}`)
    await login.getByLabel('Username').fill(username)
    await login.getByLabel('Password').fill(script.password)
    await login.getByRole('button', { name: 'Log in' }).click()
    await login.waitForURL('**/messages/chat/**')
    await connection(login, 'online')
    // The page stays reachable, only what it sends does not go.
    await before.route('**/messages/send/**', (route) => route.abort())
    await before.setOffline(true)
    await connection(login, 'offline')
    await write(login, 'unsent one')
    await write(login, 'unsent two')
    await login.locator('#composer-text').fill('a draft\nof two lines')
    await inState(login, 'unsent two', 'sending')
    await before.close()

    const after = await chromiumProfile(t, folder)
    const again = new PersonAtBrowser(after, { url, username, displayName: 'Ann' })
    const chat = await again.chatWith(ben)
    await present(chat, '.message:has-text("unsent two"):not([data-seq="0"])')
    await showsTexts(chat, ['unsent one', 'unsent two'])
    t.equal(await chat.locator('#composer-text').inputValue(), 'a draft\nof two lines')
    await present(benChat, `#conversations > li[data-username="${username}"][data-unread="2"]`)
    await chat.reload()
    t.equal(await chat.locator('#composer-text').inputValue(), 'a draft\nof two lines')
    await showsTexts(chat, ['unsent one', 'unsent two'])
    await after.close()
    await ben.context.close()
  })

  t.test('is sent by one tab only', async (t) => {
    const [ann, ben] = await Promise.all([person(browser, url, 'Ann'), person(browser, url, 'Ben')])
    const [one, two, benChat] = [await ann.chatWith(ben), await ann.chatWith(ben), await ben.chatWith(ann)]
    for (const page of [one, two, benChat]) await connection(page, 'online')
    const sent = [sentBy(one), sentBy(two)] as const
    await ann.context.setOffline(true)
    for (const page of [one, two]) await connection(page, 'offline')
    await write(one, 'from the first')
    await write(two, 'from the second')
    await write(one, 'from the first again')
    for (const page of [one, two])
      await showsTexts(page, ['from the first', 'from the second', 'from the first again'])
    await ann.context.setOffline(false)
    const texts = ['from the first', 'from the second', 'from the first again']
    await showsTexts(benChat, texts)
    for (const page of [one, two]) {
      await holds(page, `document.querySelectorAll('.message:not([data-seq="0"])').length === 3`)
      await showsTexts(page, texts)
    }
    const all = [...sent[0], ...sent[1]]
    t.equal(new Set(all).size, 3)
    t.equal(all.length, 3, 'nothing was sent twice')
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })

  t.test('is never sent by another account in the same browser', async (t) => {
    const [ann, ben] = await Promise.all([person(browser, url, 'Ann'), person(browser, url, 'Ben')])
    const cat = await BrowserlessPerson.signUp(url, nameFor('Cat'), 'Cat')
    const annChat = await ann.chatWith(ben)
    await connection(annChat, 'online')
    await ann.context.setOffline(true)
    await connection(annChat, 'offline')
    await write(annChat, 'only Ann says this')
    await annChat.locator('#composer-text').fill('only Ann typed this')
    await annChat.close()
    await ann.context.setOffline(false)

    await ann.context.clearCookies()
    await logIn(ann.context, cat)
    const catChat = await ann.chatWith(ben)
    await connection(catChat, 'online')
    t.equal(await catChat.locator('#composer-text').inputValue(), '')
    await write(catChat, 'Cat says this')
    await inState(catChat, 'Cat says this', 'sent')
    const toBen = await ben.chatWith(cat)
    await showsTexts(toBen, ['Cat says this'])
    await showsTexts(catChat, ['Cat says this'])
    // Of Cat's message Ben's page tells a moment after it is shown; of another nobody would.
    await waitFor(
      async () => (await ben.script.get('/messages/unread/')).json<{ count: number }>().count === 0,
      { what: 'Cat’s message to be read, and to be the only one' },
    )

    await ann.context.clearCookies()
    await logIn(ann.context, ann.script)
    const back = await ann.chatWith(ben)
    await present(back, '.message:has-text("only Ann says this"):not([data-seq="0"])')
    t.equal(await back.locator('#composer-text').inputValue(), 'only Ann typed this')
    await showsTexts(await ben.chatWith(ann), ['only Ann says this'])
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })

  t.test('a tab of an account that is no longer this browser’s stops', async (t) => {
    const [ann, ben] = await Promise.all([person(browser, url, 'Ann'), person(browser, url, 'Ben')])
    const cat = await BrowserlessPerson.signUp(url, nameFor('Cat'), 'Cat')
    const annChat = await ann.chatWith(ben)
    await connection(annChat, 'online')
    await ann.context.clearCookies()
    await logIn(ann.context, cat)
    await ann.context.setOffline(true)
    await connection(annChat, 'offline')
    await write(annChat, 'not as Cat')
    await ann.context.setOffline(false)
    await present(annChat, '#session-ended[open]')
    t.equal(await annChat.locator('.message[data-seq="0"]').count(), 1, 'it waits for Ann')
    await cat.post(`/messages/send/${ben.username}/`, { message: 'as Cat' })
    await showsTexts(await ben.chatWith(cat), ['as Cat'])
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })
})

/** The client ids of what a tab sends over its sockets and by HTTP, from now on. */
function sentBy(page: Page): string[] {
  const ids: string[] = []
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const frame: unknown = JSON.parse(String(payload))
      if (isSend(frame)) ids.push(frame.clientId)
    })
  })
  page.on('request', (request) => {
    if (request.method() === 'POST') ids.push(String(request.postDataJSON()?.client_id))
  })
  return ids
}

function isSend(frame: unknown): frame is { clientId: string } {
  return (
    typeof frame === 'object' &&
    frame !== null &&
    'type' in frame &&
    frame.type === 'send' &&
    'clientId' in frame
  )
}
