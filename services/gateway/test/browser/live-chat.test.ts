import { setTimeout as pause } from 'node:timers/promises'
import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon, texts } from './browser-house.ts'

t.setTimeout(180_000)

t.test('two people talk in two browsers', await needs('chromium'), async (t) => {
  const { person, write, complaints } = await browserHouse(t)
  const ann = await person('ann')
  const ben = await person('ben')
  const annChat = await ann.tab('/messages/chat/ben/')
  const benInbox = await ben.tab('/messages/')
  await soon(benInbox, `document.querySelector('#presence, #conversations') !== null`)

  await annChat.keyboard.type('Hello Ben')
  await annChat.keyboard.press('Shift+Enter')
  await annChat.keyboard.type('https://example.org/ is a link')
  await annChat.keyboard.press('Enter')
  await soon(annChat, `document.querySelector('.message[data-mine] a[href="https://example.org/"]')`)
  await soon(annChat, `['sent', 'delivered'].includes(document.querySelector('.message').dataset.state)`)
  t.strictSame(await texts(annChat), ['Hello Ben\nhttps://example.org/ is a link'])
  t.equal(await annChat.locator('#composer-text').inputValue(), '')

  await soon(benInbox, `document.querySelector('#bell-badge').dataset.count === '1'`)
  await soon(benInbox, `document.querySelector('#conversations > li')?.dataset.unread === '1'`)
  t.equal(
    await benInbox.title(),
    '(1) Inbox · Parley'.replace('Inbox', (await benInbox.locator('title').getAttribute('data-title')) ?? ''),
  )
  t.match(await benInbox.locator('#favicon').getAttribute('href'), /unread/)
  t.match(await benInbox.locator('#bell-list').textContent(), /Ann Demo/)

  await benInbox.locator('#conversations > li a').first().click()
  await soon(benInbox, `document.querySelector('#bell-badge').dataset.count === '0'`)
  await soon(annChat, `document.querySelector('.message').dataset.state === 'read'`)
  t.equal(await annChat.locator('.message .status-words').textContent(), 'Read')

  for (const text of ['one', 'two', 'three']) await benInbox.keyboard.type(`${text}\n`)
  await soon(annChat, `document.querySelectorAll('.message').length === 4`)
  t.strictSame((await texts(annChat)).slice(1), ['one', 'two', 'three'])
  const runs = `[...document.querySelectorAll('.message')].map((one) => one.dataset.run).join()`
  await soon(annChat, `${runs} === 'only,first,middle,last'`)
  await soon(benInbox, `${runs} === 'only,first,middle,last'`)
  t.equal(await annChat.locator('.message .day:not([hidden])').count(), 1)
  t.match(await annChat.locator('#announcer').textContent(), /Ben Demo: three/)

  // An outsider's nothing: cat's chat with Ann gets what is Cat's, and only that.
  const cat = await person('cat')
  const catChat = await cat.tab('/messages/chat/ann/')
  await soon(catChat, `document.querySelector('#connection').dataset.state === 'online'`)
  await annChat.keyboard.type('not for cat\n')
  await soon(benInbox, `document.querySelectorAll('.message').length === 5`)
  await write('ann', 'cat', 'for cat')
  await soon(catChat, `document.querySelector('.message') !== null`)
  t.strictSame(await texts(catChat), ['for cat'])
  t.notMatch(await catChat.content(), /not for cat/)
  t.strictSame(complaints, [])
})

t.test(
  'without a network messages wait, over a reload too, and go once',
  await needs('chromium'),
  async (t) => {
    const { person, write, house } = await browserHouse(t)
    const ann = await person('ann')
    const chat = await ann.tab('/messages/chat/ben/')
    await (await person('ben')).tab('/messages/')
    await soon(chat, `document.activeElement.id === 'composer-text'`)
    await chat.keyboard.type('before\n')
    await soon(chat, `document.querySelector('.message')?.dataset.seq === '1'`)
    await soon(chat, `document.querySelector('#presence').dataset.state === 'online'`)
    await ann.context.setOffline(true)
    await chat.keyboard.type('while away\n')
    await chat.keyboard.type('and another\n')
    await chat.keyboard.type('a draft')
    t.strictSame(await texts(chat), ['before', 'while away', 'and another'])
    await soon(chat, `document.querySelector('#connection').dataset.state === 'offline'`)
    await soon(chat, `document.querySelector('#presence').dataset.state === 'unknown'`)
    await write('ben', 'ann', 'missed')
    await ann.context.setOffline(false)
    await soon(chat, `document.querySelectorAll('.message:not([data-seq="0"])').length === 4`)
    await soon(chat, `document.querySelector('#connection').dataset.state === 'online'`)
    await soon(chat, `document.querySelector('#presence').dataset.state === 'online'`)
    const history = await (await house.loggedIn('ben')).json('/messages/history/ann/?peek=1')
    t.equal(history.json<{ messages: unknown[] }>().messages.length, 4)
    const shown = await texts(chat)
    t.strictSame(
      shown.filter((text) => text.startsWith('while') || text.startsWith('and')),
      ['while away', 'and another'],
    )
    t.equal(shown.filter((text) => text === 'missed').length, 1)
    const seqs = await chat.evaluate(
      `[...document.querySelectorAll('.message')].map((one) => Number(one.dataset.seq))`,
    )
    t.strictSame(seqs, [1, 2, 3, 4])

    await chat.reload()
    t.equal(await chat.locator('#composer-text').inputValue(), 'a draft')
    t.equal(await chat.locator('.message').count(), 4)
  },
)

t.test('whoever types is shown to type, in the chat and in the inbox', await needs('chromium'), async (t) => {
  const { person, write, complaints } = await browserHouse(t)
  await write('ann', 'ben', 'hello')
  const [ann, ben, cat] = [await person('ann'), await person('ben'), await person('cat')]
  const annChat = await ann.tab('/messages/chat/ben/')
  const annInbox = await ann.tab('/messages/')
  const benChat = await ben.tab('/messages/chat/ann/')
  const catChat = await cat.tab('/messages/chat/ann/')
  const isOnline = `document.querySelector('#connection').dataset.state === 'online'`
  for (const page of [annChat, annInbox, benChat, catChat]) await soon(page, isOnline)
  const inHead = annChat.locator('#typing')
  const inRow = annInbox.locator('#conversations > li [data-slot="typing"]')
  const height = async () => (await annChat.locator('.chat-head').boundingBox())?.height
  const before = await height()

  // As long as this is looked at, however slow the machine is.
  let isTyping = true
  const typing = (async () => {
    for (; isTyping; await pause(200)) await benChat.locator('#composer-text').pressSequentially('o')
  })()
  await inHead.waitFor({ state: 'visible' })
  await inRow.waitFor({ state: 'visible' })
  t.equal((await inHead.innerText()).trim(), 'Typing…')
  t.equal(await annChat.locator('#presence').isVisible(), false)
  t.equal(await annInbox.locator('[data-slot="preview"]').first().isVisible(), false)
  t.equal(await height(), before, 'nothing moves')
  t.equal(await benChat.locator('#typing').isVisible(), false)
  // A list that is asked for anew says so too.
  const answered = annInbox.waitForResponse('**/messages/')
  await annInbox.evaluate(`document.body.dispatchEvent(new CustomEvent('parley:refresh'))`)
  await answered
  await inRow.waitFor({ state: 'visible' })
  isTyping = false
  await typing

  await benChat.keyboard.press('Enter')
  await soon(annChat, `document.querySelectorAll('.message').length === 2`)
  await inHead.waitFor({ state: 'hidden' })
  await inRow.waitFor({ state: 'hidden' })
  await benChat.keyboard.type('x')
  await inHead.waitFor({ state: 'visible' })
  await benChat.keyboard.press('Backspace')
  await inHead.waitFor({ state: 'hidden' })
  t.equal(await catChat.locator('#typing').isVisible(), false)
  await benChat.keyboard.type('left behind')
  await inHead.waitFor({ state: 'visible' })
  await benChat.close()
  await inHead.waitFor({ state: 'hidden' })
  t.strictSame(complaints, [])
})
