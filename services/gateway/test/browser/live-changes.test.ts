import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon, texts } from './browser-house.ts'

t.setTimeout(180_000)

const message = (n: number) => `document.querySelector('#m-${n}')`
const textOf = (n: number) => `${message(n)}?.querySelector('.text').textContent`

t.test('one edits by menu and by keys, and both see it', await needs('chromium'), async (t) => {
  const { person, write, complaints } = await browserHouse(t)
  for (const text of ['first', 'second']) await write('ann', 'ben', text)
  await write('ben', 'ann', 'of ben')
  const ann = await person('ann')
  const annChat = await ann.tab('/messages/chat/ben/')
  const benChat = await (await person('ben')).tab('/messages/chat/ann/')
  await soon(benChat, `document.querySelector('#connection').dataset.state === 'online'`)

  await annChat.locator('#m-1').hover()
  await annChat.locator('#m-1 .message-more').click()
  await soon(annChat, `document.activeElement.closest('[role=menu]') !== null`)
  t.equal(await annChat.locator('#m-1 [role=menu] > [data-own]').count(), 2, 'to edit and to delete it')
  await annChat.keyboard.press('Escape')
  await soon(annChat, `document.activeElement === ${message(1)}`)
  t.equal(await annChat.locator('[role=menu]').count(), 0)
  await annChat.locator('#m-3').hover()
  await annChat.locator('#m-3 .message-more').click()
  await soon(annChat, `document.querySelector('#m-3 [role=menu] [data-action=reply]') !== null`)
  t.equal(await annChat.locator('#m-3 [role=menu] > [data-own]').count(), 0)
  await annChat.keyboard.press('Escape')

  await annChat.locator('#composer-text').fill('a draft of mine')
  await annChat.locator('#m-1').focus()
  await annChat.keyboard.press('e')
  await soon(annChat, `document.querySelector('#composer-text').value === 'first'`)
  t.ok(await annChat.locator('#compose-about').isVisible())
  await annChat.locator('#composer-text').fill('the first, **better**')
  await annChat.keyboard.press('Enter')
  for (const chat of [annChat, benChat]) {
    await soon(chat, `${textOf(1)}?.startsWith('the first')`)
    await soon(chat, `${message(1)}.querySelector('a.edited') !== null`)
  }
  t.equal(await annChat.locator('#composer-text').inputValue(), 'a draft of mine', 'the draft is back')
  t.notOk(await annChat.locator('#compose-about').isVisible())
  t.equal((await texts(annChat)).length, 3, 'no message was sent by it')

  // Called off, it changes nothing.
  await annChat.locator('#m-2').focus()
  await annChat.keyboard.press('e')
  await soon(annChat, `document.querySelector('#composer-text').value === 'second'`)
  await annChat.keyboard.type(' thought')
  await annChat.keyboard.press('Escape')
  t.equal(await annChat.locator('#composer-text').inputValue(), 'a draft of mine')
  t.equal((await texts(benChat))[1], 'second')

  await annChat.reload()
  await soon(annChat, `${message(1)}.querySelector('a.edited') !== null`)
  t.equal(await annChat.locator('#composer-text').inputValue(), 'a draft of mine')
  await benChat.locator('#m-1 a.edited').click()
  t.match(await benChat.textContent('main'), /Earlier versions.*first/s)
  t.strictSame(complaints, [])
})

t.test('one deletes, takes it back, and deletes for good', await needs('chromium'), async (t) => {
  const { person, write, complaints, house } = await browserHouse(t)
  for (const text of ['first', 'second', 'third']) await write('ann', 'ben', text)
  const ann = await person('ann')
  const annChat = await ann.tab('/messages/chat/ben/')
  const ben = await person('ben')
  const benChat = await ben.tab('/messages/chat/ann/')
  const benInbox = await ben.tab('/messages/')
  await soon(benChat, `document.querySelector('#connection').dataset.state === 'online'`)
  await soon(annChat, `document.querySelector('#connection').dataset.state === 'online'`)

  await annChat.locator('#m-3').focus()
  await annChat.keyboard.press('Delete')
  await soon(annChat, `${message(3)}.innerText.includes('You deleted this message')`)
  t.notOk(await annChat.locator('#m-3 .text:not(.text-gone)').isVisible())
  await annChat.locator('#m-3 [data-action=undo]').click()
  await soon(annChat, `${message(3)}.innerText.includes('third')`)
  await annChat.locator('#m-3').focus()
  await annChat.keyboard.press('Backspace')
  await soon(annChat, `${message(3)}.dataset.deleting === ''`)
  await annChat.keyboard.press('Control+z')
  await soon(annChat, `${message(3)}.innerText.includes('third')`)
  t.equal((await texts(benChat)).length, 3, 'nobody heard of it')

  await annChat.locator('#m-3').focus()
  await annChat.keyboard.press('Delete')
  await soon(benChat, `${message(3)}.innerText.includes('This message was deleted')`)
  await soon(annChat, `${message(3)}.dataset.deleted === ''`)
  await soon(benInbox, `document.querySelector('[data-slot=preview]')?.textContent === 'Message deleted'`)
  t.equal(await annChat.locator('#m-3 .message-more').count(), 0)

  // Who leaves has said so: it is not forgotten.
  await annChat.locator('#m-2').focus()
  await annChat.keyboard.press('Delete')
  await soon(annChat, `${message(2)}.dataset.deleting === ''`)
  await annChat.goto('about:blank')
  await soon(benChat, `${message(2)}.innerText.includes('This message was deleted')`)
  const history = await (await house.loggedIn('ben')).json('/messages/history/ann/?peek=1')
  t.notMatch(history.body, /second|third/)

  // What is being edited on one device is deleted on another.
  await annChat.goBack()
  const other = await ann.tab('/messages/chat/ben/')
  await annChat.locator('#m-1').focus()
  await annChat.keyboard.press('e')
  await soon(annChat, `document.querySelector('#composer-text').value === 'first'`)
  await other.locator('#m-1').focus()
  await other.keyboard.press('Delete')
  await soon(annChat, `document.querySelector('#composer-problem').textContent.includes('was deleted')`)
  t.equal(await annChat.locator('#composer-text').inputValue(), '')
  t.strictSame(complaints, [])
})

t.test(
  'what was changed while one was away is there when one is back',
  await needs('chromium'),
  async (t) => {
    const { person, write, house, conversation, idOf, complaints } = await browserHouse(t)
    for (const text of ['first', 'second', 'third']) await write('ben', 'ann', text)
    const ann = await person('ann')
    const chat = await ann.tab('/messages/chat/ben/')
    await soon(chat, `document.querySelector('#connection').dataset.state === 'online'`)
    await ann.context.setOffline(true)
    await soon(chat, `document.querySelector('#connection').dataset.state === 'offline'`)
    const change = async (n: number, text?: string) =>
      await house.owners.messages.change(conversation('ann', 'ben'), idOf('ben'), {
        n,
        clientId: `change-${n}-${text}`,
        ...(text === undefined ? {} : { text }),
      })
    await change(1, 'the first')
    await write('ben', 'ann', 'fourth')
    await change(2)
    await change(4)
    await ann.context.setOffline(false)
    await soon(chat, `${message(4)}?.innerText.includes('This message was deleted')`)
    await soon(chat, `${message(2)}.innerText.includes('This message was deleted')`)
    t.equal((await texts(chat))[0], 'the first')
    await soon(chat, `document.querySelector('#bell-badge').dataset.count === '0'`)
    t.strictSame(
      complaints.filter((words) => !words.includes('ERR_INTERNET_DISCONNECTED')),
      [],
    )
  },
)
