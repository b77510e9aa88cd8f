import { needs, waitFor, want } from '@parley/testing'
import t from 'tap'
import { embedded } from '../installations.ts'
import { inState, showsTexts, write } from './chat-in-page.ts'
import { frontDoor } from './front-door.ts'
import { connection, hidden, holds, present } from './page-conditions.ts'
import { person } from './person-at-browser.ts'

t.setTimeout(120_000)

t.test('messages that the server refuses', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t)
  const browser = await want.chromium(t)
  const door = await frontDoor(t, urls[0])
  const [ann, ben] = await Promise.all([person(browser, door.url, 'Ann'), person(browser, urls[0], 'Ben')])
  const [chat, benChat] = [await ann.chatWith(ben), await ben.chatWith(ann)]
  for (const page of [chat, benChat]) await connection(page, 'online')
  door.refuseSockets()
  let isRefusing = true
  const seenIds: string[] = []
  await chat.route('**/messages/send/**', async (route) => {
    seenIds.push(String(route.request().postDataJSON().client_id))
    if (!isRefusing) return await route.continue()
    const error = { code: 'INVALID', message: 'This is not taken here.', field: 'message' }
    await route.fulfill({ status: 422, json: { error } })
  })
  for (const text of ['refused', 'to be discarded', 'and this']) await write(chat, text)
  await inState(chat, 'and this', 'failed')
  t.equal(await chat.locator('.message[data-state="failed"]').count(), 3)
  const failed = chat.locator('.message', { hasText: 'refused' })
  t.match(await failed.locator('.status').textContent(), /Not sent/)
  t.match(await failed.locator('.status').getAttribute('title'), /not taken here/)

  t.test('stay over a reload, with Retry and Discard', async (t) => {
    await chat.reload()
    await inState(chat, 'and this', 'failed')
    t.equal(await chat.locator('.message[data-state="failed"]').count(), 3)
    await chat
      .locator('.message', { hasText: 'to be discarded' })
      .getByRole('button', { name: 'Discard' })
      .click()
    await showsTexts(chat, ['refused', 'and this'])
    isRefusing = false
    await failed.getByRole('button', { name: 'Retry' }).click()
    await showsTexts(benChat, ['refused'])
    await chat.locator('.message', { hasText: 'and this' }).getByRole('button', { name: 'Retry' }).click()
    await showsTexts(benChat, ['refused', 'and this'])
    t.equal(new Set(seenIds).size, 3, 'again with the client id of the first time')
    door.letSockets()
    await connection(chat, 'online')
    await chat.reload()
    await showsTexts(chat, ['refused', 'and this'])
  })

  t.test('what can be told before is told in the composer', async (t) => {
    const composer = chat.locator('#composer-text')
    await composer.fill('x'.repeat(4_990))
    await holds(chat, `document.querySelector('#composer-count').textContent === '10 characters left'`)
    await composer.fill('x'.repeat(5_001))
    await holds(chat, `document.querySelector('#composer-count').textContent === '1 character too many'`)
    await composer.press('Enter')
    await holds(chat, `document.querySelector('#composer-problem').textContent.includes('5,000')`)
    t.equal((await composer.inputValue()).length, 5_001, 'what was typed is not lost')
    await composer.fill('   \n  ')
    await composer.press('Enter')
    await write(chat, 'short')
    await showsTexts(benChat, ['refused', 'and this', 'short'])
    await hidden(chat, '#composer-problem')
  })
})

t.test('who is too fast is slowed down, and nothing is lost', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t, { PARLEY_SEND_RATE: '2' })
  const browser = await want.chromium(t)
  const [ann, ben] = await Promise.all([person(browser, urls[0], 'Ann'), person(browser, urls[0], 'Ben')])
  const [chat, benChat] = [await ann.chatWith(ben), await ben.chatWith(ann)]
  for (const page of [chat, benChat]) await connection(page, 'online')
  const limited: string[] = []
  chat.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('RATE_LIMITED')) limited.push(String(payload))
    })
  })
  await chat.reload()
  await connection(chat, 'online')
  const lines = Array.from({ length: 14 }, (_, i) => `quick ${i}`)
  for (const line of lines) await write(chat, line)
  await showsTexts(benChat, lines)
  await waitFor(() => limited.length > 0, { what: 'the limit to be met' })
  t.equal(await chat.locator('.message[data-state="failed"], .message[data-state="unknown"]').count(), 0)
  await present(chat, '.message:has-text("quick 13"):not([data-seq="0"])')
  await showsTexts(chat, lines)
})
