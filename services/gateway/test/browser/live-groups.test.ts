import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon, texts } from './browser-house.ts'

t.setTimeout(180_000)

const isOnline = `document.querySelector('#connection').dataset.state === 'online'`
const lines = `[...document.querySelectorAll('.membership-words')].map((one) => one.textContent)`

t.test('people talk in a group, and see who says what', await needs('chromium'), async (t) => {
  const { person, house, idOf, complaints } = await browserHouse(t)
  const { messages } = house.owners
  const conversation = await messages.makeGroup('Walks', [idOf('ann'), idOf('ben')], { id: 'walks' })
  const [ann, ben, cat] = [await person('ann'), await person('ben'), await person('cat')]
  const annChat = await ann.tab('/messages/group/walks/')
  const benInbox = await ben.tab('/messages/')
  const catInbox = await cat.tab('/messages/')
  for (const page of [annChat, benInbox, catInbox]) await soon(page, isOnline)
  t.match(await annChat.locator('.beginning').innerText(), /Say hello/)

  await annChat.keyboard.type('Where to?\n')
  await soon(annChat, `document.querySelector('.message')?.dataset.seq === '2'`)
  await soon(benInbox, `document.querySelector('#g-walks')?.dataset.unread === '1'`)
  t.match(await benInbox.locator('#g-walks .conversation-preview').textContent(), /Ann Demo: Where to\?/)
  await soon(benInbox, `document.querySelector('#bell-list .notification') !== null`)
  const note = benInbox.locator('#bell-list .notification')
  t.match(await note.textContent(), /Walks.*Ann Demo: Where to\?/)
  t.equal(await note.getAttribute('href'), '/messages/group/walks/')

  await benInbox.locator('#g-walks > a').first().click()
  await soon(benInbox, `document.querySelector('#composer') !== null && ${isOnline}`)
  await soon(annChat, `document.querySelector('.message').dataset.state === 'read'`)
  await benInbox.keyboard.type('Up the hill')
  const typing = annChat.locator('#typing')
  await typing.waitFor({ state: 'visible' })
  await soon(annChat, `document.querySelector('#typing').innerText.trim() === 'Ben Demo is typing'`)
  await benInbox.keyboard.press('Enter')
  await soon(annChat, `document.querySelectorAll('.message').length === 2`)
  await typing.waitFor({ state: 'hidden' })
  const theirs = annChat.locator('.message:not([data-mine])')
  t.equal(await theirs.locator('.author').innerText(), 'Ben Demo')
  t.equal(await theirs.locator('.avatar').innerText(), 'BD')
  t.match(await annChat.locator('#announcer').textContent(), /Ben Demo: Up the hill/)
  t.notMatch(await catInbox.content(), /walks/i, 'an outsider sees nothing of it')

  // Of three, a message is read when the last one has.
  const members = [{ user: idOf('cat'), role: 'member' as const }]
  await messages.changeGroup(conversation, idOf('ann'), { members })
  await soon(catInbox, `document.querySelector('#g-walks') !== null`)
  await soon(annChat, `${lines}.at(-1) === 'You added Cat Demo'`)
  await soon(benInbox, `${lines}.at(-1) === 'Ann Demo added Cat Demo'`)
  t.equal(await annChat.locator('#group-count').innerText(), '3 members')
  await annChat.keyboard.type('All of us\n')
  await soon(annChat, `document.querySelector('.message:last-child').dataset.seq === '5'`)
  await soon(benInbox, `document.querySelectorAll('.message').length === 3`)
  await soon(annChat, `document.querySelector('.message:last-child').dataset.state === 'delivered'`)
  await catInbox.locator('#g-walks > a').first().click()
  await soon(annChat, `document.querySelector('.message:last-child').dataset.state === 'read'`)
  t.strictSame(await texts(catInbox), ['Where to?', 'Up the hill', 'All of us'])
  t.strictSame(complaints, [])
})

t.test('a group is renamed, and left, before everybody’s eyes', await needs('chromium'), async (t) => {
  const { person, house, idOf, complaints } = await browserHouse(t)
  const { messages } = house.owners
  const [annId, benId] = [idOf('ann'), idOf('ben')]
  const conversation = await messages.makeGroup('Walks', [annId, benId], { id: 'walks' })
  await messages.write(conversation, annId, 'Hello', 'c1')
  const ben = await person('ben')
  const [chat, inbox] = [await ben.tab('/messages/group/walks/'), await ben.tab('/messages/')]
  for (const page of [chat, inbox]) await soon(page, isOnline)
  await messages.changeGroup(conversation, annId, { name: 'Long <b>walks</b>' })
  await soon(chat, `document.querySelector('#chat-title').innerText.trim() === 'Long <b>walks</b>'`)
  await soon(chat, `document.title.includes('Long <b>walks</b>')`)
  await soon(chat, `${lines}.at(-1) === 'Ann Demo named the group “Long <b>walks</b>”'`)
  await soon(inbox, `document.querySelector('#g-walks [data-slot="name"]').textContent.startsWith('Long')`)

  await messages.changeGroup(conversation, annId, { members: [{ user: benId, role: null }] })
  await chat.waitForURL('**/messages/')
  await chat.locator('.toast').waitFor()
  t.match(await chat.locator('.toast').innerText(), /You are not in the group Long <b>walks<\/b> any more/)
  await soon(inbox, `document.querySelector('#g-walks') === null`)
  await soon(chat, `document.querySelector('#g-walks') === null`)
  t.strictSame(complaints, [])
})

t.test('who was removed while away finds out on coming back', await needs('chromium'), async (t) => {
  const { person, house, idOf } = await browserHouse(t)
  const { messages } = house.owners
  const [annId, benId] = [idOf('ann'), idOf('ben')]
  const conversation = await messages.makeGroup('Walks', [annId, benId], { id: 'walks' })
  const ben = await person('ben')
  const [chat, inbox] = [await ben.tab('/messages/group/walks/'), await ben.tab('/messages/')]
  for (const page of [chat, inbox]) await soon(page, isOnline)
  await ben.context.setOffline(true)
  for (const page of [chat, inbox])
    await soon(page, `document.querySelector('#connection').dataset.state === 'offline'`)
  await messages.changeGroup(conversation, annId, { members: [{ user: benId, role: null }] })
  await ben.context.setOffline(false)
  await chat.locator('.toast').waitFor()
  t.match(await chat.locator('.toast').innerText(), /You are not in the group Walks any more/)
  await soon(inbox, `document.querySelector('#g-walks') === null`)
})

t.test('without a socket a message to a group goes by HTTP', await needs('chromium'), async (t) => {
  const { person, house, idOf } = await browserHouse(t)
  await house.owners.messages.makeGroup('Walks', [idOf('ann'), idOf('ben')], { id: 'walks' })
  const ann = await person('ann')
  await ann.context.routeWebSocket(/\/ws\//, (ws) => ws.close())
  const chat = await ann.tab('/messages/group/walks/')
  await chat.locator('#composer-text').fill('By post')
  await chat.keyboard.press('Enter')
  await soon(chat, `document.querySelector('.message')?.dataset.seq === '2'`)
  const history = await (await house.loggedIn('ben')).json('/messages/group/walks/history/')
  t.match(history.json(), { messages: [{ sender: 'ann', group: 'walks', content: 'By post' }] })
})
