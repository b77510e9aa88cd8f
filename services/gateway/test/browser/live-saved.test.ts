import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const isSaved = (n: number) =>
  `document.querySelector('#m-${n}').dataset.saved === '' && document.querySelector('#m-${n} .saved-mark') !== null`
const isNot = (n: number) =>
  `document.querySelector('#m-${n}').dataset.saved === undefined && document.querySelector('#m-${n} .saved-mark') === null`

t.test('one saves by menu and by key, and finds it in a list', await needs('chromium'), async (t) => {
  const { person, write, complaints, origin } = await browserHouse(t)
  for (let i = 1; i <= 70; i++) await write('ben', 'ann', `line ${i}`)
  const chat = await (await person('ann')).tab('/messages/chat/ben/')
  const benChat = await (await person('ben')).tab('/messages/chat/ann/')
  for (const page of [chat, benChat])
    await soon(page, `document.querySelector('#connection').dataset.state === 'online'`)

  await chat.locator('#m-69').hover()
  await chat.locator('#m-69 .message-more').click()
  await chat.locator('[role=menu] [data-when="!saved"]').click()
  await soon(chat, isSaved(69))
  await soon(chat, `document.querySelector('#announcer').textContent === 'Saved'`)
  for (const n of [68, 67]) {
    await chat.locator(`#m-${n}`).focus()
    await chat.keyboard.press('s')
    await soon(chat, isSaved(n))
  }
  await chat.locator('#m-68').focus()
  await chat.keyboard.press('m')
  await soon(chat, `document.querySelector('[role=menu] [data-when="saved"]') !== null`)
  await chat.locator('[role=menu] [data-when="saved"]').click()
  await soon(chat, isNot(68))
  await soon(chat, `document.querySelector('#announcer').textContent === 'Not saved any more'`)
  await chat.reload()
  await soon(chat, `${isSaved(69)} && ${isSaved(67)} && ${isNot(68)}`)
  await soon(benChat, isNot(69))
  await benChat.reload()
  await soon(benChat, isNot(69))

  await chat.goto(`${origin}/messages/`)
  await chat.getByRole('link', { name: 'Saved', exact: true }).click()
  await soon(chat, `document.querySelectorAll('.kept').length === 2`)
  await chat.locator('.kept').last().getByRole('link').click()
  await soon(chat, `location.hash === '#m-69' && ${isSaved(69)}`)
  t.strictSame(complaints, [])
})
