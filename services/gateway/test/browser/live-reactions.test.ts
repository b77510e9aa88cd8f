import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const shown = (n: number) =>
  `[...document.querySelectorAll('#m-${n} .reaction')].map((one) => one.dataset.emoji + one.querySelector('[data-slot=count]').textContent).join(' ')`

t.test('one reacts by menu, by a click and by name, and both see who', await needs('chromium'), async (t) => {
  const { person, write, complaints } = await browserHouse(t)
  await write('ann', 'ben', 'first')
  await write('ben', 'ann', 'second')
  const annChat = await (await person('ann')).tab('/messages/chat/ben/')
  const benChat = await (await person('ben')).tab('/messages/chat/ann/')
  for (const chat of [annChat, benChat])
    await soon(chat, `document.querySelector('#connection').dataset.state === 'online'`)

  await benChat.locator('#m-1').hover()
  await benChat.locator('#m-1 .message-more').click()
  await benChat.locator('[role=menu] [data-emoji="👍"]').click()
  for (const chat of [annChat, benChat]) await soon(chat, `${shown(1)} === '👍1'`)
  t.equal(await annChat.locator('#m-1 .reaction').getAttribute('title'), '👍 by Ben Demo')
  t.equal(await benChat.locator('#m-1 .reaction').getAttribute('title'), '👍 by You')

  await annChat.locator('#m-1 .reaction').click()
  for (const chat of [annChat, benChat]) await soon(chat, `${shown(1)} === '👍2'`)
  t.equal(await benChat.locator('#m-1 .reaction').getAttribute('title'), '👍 by You and Ann Demo')
  // Twice, as one does who is not sure: it is back as it was.
  await annChat.locator('#m-1 .reaction').click()
  await soon(benChat, `${shown(1)} === '👍1'`)

  await annChat.locator('#m-1').focus()
  await annChat.keyboard.press('+')
  await soon(annChat, `document.activeElement.id === 'emoji-search'`)
  await annChat.keyboard.type('rocket')
  await soon(annChat, `document.querySelector('#emoji-list button')?.dataset.emoji === '🚀'`)
  await annChat.keyboard.press('Enter')
  for (const chat of [annChat, benChat]) await soon(chat, `${shown(1)} === '👍1 🚀1'`)
  await soon(annChat, `document.activeElement.id === 'm-1'`)

  // What was used is offered first.
  await annChat.locator('#m-2').focus()
  await annChat.keyboard.press('m')
  await soon(annChat, `document.activeElement.dataset.emoji === '🚀'`)
  await annChat.keyboard.press('ArrowRight')
  await annChat.keyboard.press('Enter')
  await soon(benChat, `${shown(2)} === '👍1'`)
  await annChat.locator('#m-2').focus()
  await annChat.keyboard.press('+')
  await soon(annChat, `document.querySelectorAll('#emoji-list button').length > 1500`)
  await annChat.keyboard.press('ArrowDown')
  await annChat.keyboard.press('ArrowRight')
  await soon(annChat, `document.activeElement === document.querySelectorAll('#emoji-list button')[1]`)
  await annChat.keyboard.press('Escape')
  await soon(annChat, `document.activeElement.id === 'm-2'`)

  for (const chat of [annChat, benChat]) {
    await chat.reload()
    await soon(chat, `${shown(1)} === '👍1 🚀1' && ${shown(2)} === '👍1'`)
  }
  t.equal(await benChat.locator('#m-1 .reaction[data-reacted]').count(), 1)
  t.strictSame(complaints, [])
})

t.test(
  'reactions of who was away are there when one is back, and go with their message',
  await needs('chromium'),
  async (t) => {
    const { person, write, house, conversation, idOf } = await browserHouse(t)
    await write('ann', 'ben', 'first')
    const ann = await person('ann')
    const chat = await ann.tab('/messages/chat/ben/')
    await soon(chat, `document.querySelector('#connection').dataset.state === 'online'`)
    await ann.context.setOffline(true)
    await soon(chat, `document.querySelector('#connection').dataset.state === 'offline'`)
    const react = async (kind: 'react' | 'unreact', emoji: string, i: number) =>
      await house.owners.messages.react(conversation('ann', 'ben'), idOf('ben'), {
        kind,
        n: 1,
        clientId: `r${i}`,
        emoji,
      })
    await react('react', '👍', 1)
    await react('react', '🎉', 2)
    await react('unreact', '👍', 3)
    await ann.context.setOffline(false)
    await soon(chat, `${shown(1)} === '🎉1'`)
    // What is refused is taken back, and said.
    await house.owners.messages.change(conversation('ann', 'ben'), idOf('ann'), { n: 1, clientId: 'gone' })
    await soon(chat, `document.querySelector('#m-1').dataset.deleted === '' && ${shown(1)} === ''`)
  },
)
