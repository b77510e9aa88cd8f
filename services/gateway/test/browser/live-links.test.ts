import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const outlined = (n: number) =>
  `getComputedStyle(document.querySelector('#m-${n} .bubble')).outlineStyle === 'solid'`
const isSeen = (n: number) =>
  `(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.querySelector('#m-${n} .bubble').getBoundingClientRect())`

t.test(
  'a link to a message is copied by menu, by key and on its page, and leads there',
  await needs('chromium'),
  async (t) => {
    const { person, write, origin, complaints } = await browserHouse(t)
    for (let i = 1; i <= 90; i++) await write('ann', 'ben', `line ${i}`)
    const ann = await person('ann', { permissions: ['clipboard-read', 'clipboard-write'] })
    const chat = await ann.tab('/messages/chat/ben/')
    await soon(chat, `document.querySelector('#connection').dataset.state === 'online'`)
    const copied = () => chat.evaluate<string>('navigator.clipboard.readText()')

    await chat.locator('#m-89').hover()
    await chat.locator('#m-89 .message-more').click()
    await chat.locator('[role=menu] [data-action=link]').click()
    await soon(chat, `document.querySelector('#announcer').textContent === 'Link copied'`)
    t.equal(await copied(), `${origin}/messages/at/ann/ben/89/`)
    await chat.locator('#m-88').focus()
    await chat.keyboard.press('l')
    await soon(chat, `document.querySelector('#announcer').textContent.trim() === 'Link copied'`)
    t.equal(await copied(), `${origin}/messages/at/ann/ben/88/`)
    await chat.goto(`${origin}/messages/chat/ben/2/`)
    await chat.locator('[data-copy-link]').click()
    await soon(chat, `document.querySelector('#announcer').textContent === 'Link copied'`)
    t.equal(await copied(), `${origin}/messages/at/ann/ben/2/`)

    // By plain HTTP there is no such clipboard: what is selected is copied.
    await chat.goto(`${origin}/messages/chat/ben/90/`)
    await chat.evaluate('delete Navigator.prototype.clipboard')
    await chat.locator('[data-copy-link]').focus()
    await chat.keyboard.press('Enter')
    await soon(chat, `document.querySelector('#announcer').textContent === 'Link copied'`)
    t.equal(await chat.evaluate(`document.activeElement.dataset.copyLink`), '/messages/at/ann/ben/90/')
    await chat.reload()
    t.equal(await copied(), `${origin}/messages/at/ann/ben/90/`)

    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
    const ben = await (await person('ben', phone)).tab('/messages/at/ann/ben/2/')
    await soon(ben, `location.pathname === '/messages/chat/ann/' && ${outlined(2)} && ${isSeen(2)}`)
    await ben.goto(`${origin}/messages/at/ann/ben/89/`)
    await soon(ben, `${outlined(89)} && ${isSeen(89)}`)
    await soon(ben, `document.querySelector('#messages').dataset.olderPage === undefined`)
    t.strictSame(complaints, [])
  },
)
