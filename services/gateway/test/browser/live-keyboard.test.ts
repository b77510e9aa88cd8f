import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const isOnline = `document.querySelector('#connection').dataset.state === 'online'`

t.test('everything by keyboard', await needs('chromium'), async (t) => {
  const { person, write, complaints } = await browserHouse(t)
  await write('ben', 'ann', 'one')
  await write('ben', 'ann', 'two')
  const ann = await person('ann')
  const chat = await ann.tab('/messages/chat/ben/')
  await soon(chat, `document.activeElement.id === 'composer-text'`)
  await chat.keyboard.press('?')
  t.equal(await chat.locator('#composer-text').inputValue(), '?')
  await chat.locator('#composer-text').fill('')
  await chat.keyboard.press('ArrowUp')
  await soon(chat, `document.activeElement.id === 'm-2'`)
  await chat.keyboard.press('ArrowUp')
  await soon(chat, `document.activeElement.id === 'm-1'`)
  await chat.keyboard.press('?')
  await soon(chat, `document.querySelector('#shortcuts').open`)
  await chat.keyboard.press('Escape')
  await soon(chat, `!document.querySelector('#shortcuts').open && document.activeElement.id === 'm-1'`)
  await chat.keyboard.press('Escape')
  await soon(chat, `document.activeElement.id === 'composer-text'`)

  await chat.locator('#bell summary').click()
  await soon(chat, `document.querySelector('#bell').open`)
  await chat.keyboard.press('Escape')
  await soon(chat, `!document.querySelector('#bell').open && document.activeElement.matches('#bell summary')`)

  await chat.keyboard.press('Control+k')
  await soon(chat, `document.activeElement.id === 'switcher-input'`)
  await chat.keyboard.type('Demo')
  await soon(chat, `document.querySelectorAll('#switcher-results [role=option]').length >= 2`)
  await chat.keyboard.press('ArrowDown')
  const active = `document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))`
  await soon(chat, `${active}?.ariaSelected === 'true'`)
  await chat.keyboard.press('Control+a')
  await chat.keyboard.type('cat')
  await soon(chat, `${active}?.dataset.href === '/messages/chat/cat/'`)
  await chat.keyboard.press('Enter')
  await soon(chat, `location.pathname === '/messages/chat/cat/'`)
  t.strictSame(complaints, [])
})

t.test('the focus stays with a message through its sending', await needs('chromium'), async (t) => {
  const { person, write } = await browserHouse(t)
  const ann = await person('ann')
  const chat = await ann.tab('/messages/chat/ben/')
  await soon(chat, isOnline)
  await ann.context.setOffline(true)
  await chat.locator('#composer-text').fill('on its way')
  await chat.keyboard.press('Enter')
  await soon(chat, `document.querySelector('.message')?.dataset.state === 'sending'`)
  await chat.keyboard.press('ArrowUp')
  await soon(chat, `document.activeElement.matches('.message[data-state="sending"]')`)
  await write('ben', 'ann', 'comes before it')
  await ann.context.setOffline(false)
  await soon(chat, `document.querySelector('#m-2[data-state="sent"], #m-2[data-state="delivered"]')`)
  await soon(chat, `document.querySelector('#m-1')`)
  t.equal(await chat.evaluate('document.activeElement.id'), 'm-2')
  await chat.keyboard.press('Escape')
  t.equal(await chat.evaluate('document.activeElement.id'), 'composer-text')
})

t.test('logging out leaves nothing behind, and every tab says so', await needs('chromium'), async (t) => {
  const { person } = await browserHouse(t)
  const ann = await person('ann')
  const chat = await ann.tab('/messages/chat/ben/')
  const other = await ann.tab('/messages/')
  await soon(other, isOnline)
  await chat.bringToFront()
  await chat.locator('#composer-text').fill('never sent')
  t.not(await chat.evaluate(`JSON.stringify(localStorage)`), '{}')
  await chat.locator('#me summary').click()
  await chat.locator('#logout button').click()
  await soon(chat, `location.pathname.startsWith('/login')`)
  t.equal(await chat.evaluate(`JSON.stringify(localStorage)`), '{}')
  await soon(other, `document.querySelector('#session-ended').open`)
  t.match(await other.locator('#session-ended a').getAttribute('href'), /^\/login\?next=%2Fmessages%2F/)
})

t.test(
  'who writes on a page of older messages is taken to the newest',
  await needs('chromium'),
  async (t) => {
    const { person, write } = await browserHouse(t)
    for (let i = 1; i <= 70; i++) await write('ben', 'ann', `message ${i}`)
    const ann = await person('ann')
    const chat = await ann.tab('/messages/chat/ben/?before=30')
    await soon(chat, isOnline)
    await write('ben', 'ann', 'not for this page')
    await soon(
      chat,
      `document.querySelector('#c-ben [data-slot=preview]').textContent === 'not for this page'`,
    )
    t.equal(await chat.locator('#messages > li:last-child').getAttribute('data-n'), '29')
    const people = await ann.tab('/people/')
    await soon(people, isOnline)
    await write('cat', 'ann', 'heard elsewhere')
    await soon(people, `document.querySelector('#announcer').textContent.includes('Cat Demo')`)
    await chat.locator('#composer-text').fill('from an older page')
    await chat.keyboard.press('Enter')
    await soon(
      chat,
      `location.search === '' && document.querySelector('#messages > li:last-child').dataset.seq === '72'`,
    )
    t.match(await chat.locator('#messages > li:last-child').textContent(), /from an older page/)
  },
)
