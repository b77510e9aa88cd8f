import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const quote = (n: number) => `document.querySelector('#m-${n} .quote')?.textContent`

t.test(
  'one replies by menu and by key, and the quote is as its message is',
  await needs('chromium'),
  async (t) => {
    const { person, write, complaints } = await browserHouse(t)
    await write('ann', 'ben', 'a **question**')
    for (let i = 2; i <= 90; i++) await write('ben', 'ann', `line ${i}`)
    const annChat = await (await person('ann')).tab('/messages/chat/ben/')
    const benChat = await (await person('ben')).tab('/messages/chat/ann/?before=5')
    const benNewest = await benChat.context().newPage()
    await benNewest.goto(String(await benChat.evaluate(`location.origin + '/messages/chat/ann/'`)))
    for (const chat of [annChat, benNewest])
      await soon(chat, `document.querySelector('#connection').dataset.state === 'online'`)

    await annChat.locator('#m-90').hover()
    await annChat.locator('#m-90 .message-more').click()
    await annChat.locator('[role=menu] [data-action=reply]').click()
    await soon(annChat, `document.querySelector('#compose-about').innerText.includes('Replying to Ben Demo')`)
    await annChat.keyboard.type('to your last\n')
    for (const chat of [annChat, benNewest]) await soon(chat, `${quote(91)}?.includes('line 90')`)
    await soon(annChat, `document.querySelector('#compose-about').hidden`)
    await annChat.keyboard.type('by itself\n')
    await soon(benNewest, `document.querySelector('#m-92')`)
    t.equal(await annChat.locator('#m-92 .quote').count(), 0, 'the next one is no reply')

    // A reply that is called off leaves what was written.
    await annChat.locator('#m-89').focus()
    await annChat.keyboard.press('r')
    await annChat.keyboard.type('half a thought')
    await annChat.keyboard.press('Escape')
    await soon(annChat, `document.querySelector('#compose-about').hidden`)
    t.equal(await annChat.locator('#composer-text').inputValue(), 'half a thought')
    await annChat.locator('#composer-text').fill('')

    // What lies far back is led to.
    await benChat.locator('#m-1').focus()
    await benChat.keyboard.press('r')
    await benChat.keyboard.type('an answer\n')
    await soon(annChat, `${quote(93)} === 'You: a question'`)
    await soon(benChat, `location.search === '' && document.querySelector('#m-93')`)
    await annChat.locator('#m-93 .quote').click()
    await soon(annChat, `location.hash === '#m-1' && document.querySelector('#m-1') !== null`)
    await annChat.goBack()
    await soon(annChat, `${quote(91)}?.includes('line 90')`)
    await annChat.locator('#m-91 .quote').click()
    await soon(annChat, `document.activeElement.id === 'm-90'`)

    const other = await annChat.context().newPage()
    await other.goto(String(await annChat.evaluate(`location.origin + '/messages/chat/ben/?before=5'`)))
    await soon(other, `document.querySelector('#connection').dataset.state === 'online'`)
    await other.locator('#m-1').focus()
    await other.keyboard.press('e')
    await soon(other, `document.querySelector('#composer-text').value === 'a **question**'`)
    await other.locator('#composer-text').fill('another *question*')
    await other.keyboard.press('Enter')
    for (const chat of [annChat, benNewest]) await soon(chat, `${quote(93)}?.endsWith('another question')`)
    await other.locator('#m-1').focus()
    await other.keyboard.press('Delete')
    for (const chat of [annChat, benNewest]) await soon(chat, `${quote(93)}?.endsWith('Message deleted')`)
    await annChat.reload()
    await soon(annChat, `${quote(93)}?.endsWith('Message deleted')`)
    t.strictSame(complaints, [])
  },
)
