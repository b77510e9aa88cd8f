import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon, texts } from './browser-house.ts'

t.setTimeout(180_000)

const marked = `[...document.querySelectorAll('#messages .bubble')].map((one) => Boolean(one.querySelector('.forwarded'))).join()`

t.test(
  'one forwards to several by keyboard alone, with one press, once',
  await needs('chromium'),
  async (t) => {
    const { person, write, house, complaints } = await browserHouse(t)
    for (const [name, words] of [
      ['dan', 'Dan Demo'],
      ['eve', 'Eve Demo'],
    ] as const)
      house.add(name, words)
    await write('ben', 'ann', 'the **news**')
    await write('cat', 'ann', 'hello')
    const chat = await (await person('ann')).tab('/messages/chat/ben/')
    const catChat = await (await person('cat')).tab('/messages/chat/ann/')
    const danList = await (await person('dan')).tab('/messages/')
    const eveList = await (await person('eve')).tab('/messages/')
    for (const page of [chat, catChat, danList, eveList])
      await soon(page, `document.querySelector('#connection').dataset.state === 'online'`)

    await chat.locator('#m-1').focus()
    await chat.keyboard.press('f')
    await soon(chat, `document.activeElement.id === 'forward-search'`)
    // Those one wrote with last come first.
    await soon(chat, `document.querySelector('#forward-results [data-active]')?.dataset.name === 'Cat Demo'`)
    t.equal(await chat.locator('#forward-about').textContent(), 'the news')
    t.equal(await chat.locator('#forward-send').isDisabled(), true)
    await chat.keyboard.press('Enter')
    await soon(chat, `document.querySelector('#forward-chosen').textContent === 'Cat Demo'`)
    await chat.keyboard.type('dan')
    await soon(chat, `document.querySelector('#forward-results [data-active]')?.dataset.name === 'Dan Demo'`)
    await chat.keyboard.press('Enter')
    await soon(chat, `document.querySelector('#forward-chosen').textContent === 'Cat Demo and Dan Demo'`)
    // Chosen by mistake, and not any more.
    await chat.keyboard.type('eve')
    await soon(chat, `document.querySelector('#forward-results [data-active]')?.dataset.name === 'Eve Demo'`)
    await chat.keyboard.press('Enter')
    await soon(chat, `document.querySelectorAll('#forward-results [aria-selected=true]').length === 1`)
    await chat.keyboard.press('Enter')
    await soon(chat, `document.querySelector('#forward-chosen').textContent === 'Cat Demo and Dan Demo'`)
    await chat.keyboard.press('Control+Enter')
    await chat.keyboard.press('Control+Enter')
    await soon(
      chat,
      `document.querySelector('#toasts').textContent.includes('Forwarded to Cat Demo and Dan Demo.')`,
    )
    await soon(chat, `!document.querySelector('#forward').open && document.activeElement.id === 'm-1'`)
    await soon(catChat, `${marked} === 'false,true'`)
    t.strictSame(await texts(catChat), ['hello', 'the news'])
    t.equal(await catChat.locator('#m-2 strong').textContent(), 'news')
    await soon(danList, `document.querySelector('#c-ann')?.innerText.includes('the news')`)
    await catChat.reload()
    await soon(catChat, `${marked} === 'false,true'`)
    t.equal(await eveList.locator('#c-ann').count(), 0, 'who was not chosen has nothing')

    // By the menu and the pointer, to where it came from as well.
    await chat.locator('#m-1').hover()
    await chat.locator('#m-1 .message-more').click()
    await chat.locator('[role=menu] [data-action=forward]').click()
    await chat.locator('#forward-ben').click()
    await chat.locator('#forward-dan').click()
    await chat.locator('#forward-send').click()
    await soon(chat, `${marked} === 'false,true'`)
    await soon(danList, `document.querySelector('#c-ann').dataset.unread === '2'`)
    await chat.locator('#m-2').focus()
    await chat.keyboard.press('f')
    await soon(chat, `document.activeElement.id === 'forward-search'`)
    await chat.keyboard.press('Escape')
    await soon(chat, `document.activeElement.id === 'm-2'`)
    t.strictSame(complaints, [])
  },
)

t.test('what cannot be forwarded any more is said', await needs('chromium'), async (t) => {
  const { person, write, house, conversation, idOf } = await browserHouse(t)
  await write('ben', 'ann', 'soon gone')
  await write('cat', 'ann', 'hello')
  const chat = await (await person('ann')).tab('/messages/chat/ben/')
  await soon(chat, `document.querySelector('#connection').dataset.state === 'online'`)
  await chat.locator('#m-1').focus()
  await chat.keyboard.press('f')
  await soon(chat, `document.querySelector('#forward-results [data-active]')`)
  await chat.keyboard.press('Enter')
  await house.owners.messages.change(conversation('ann', 'ben'), idOf('ben'), { n: 1, clientId: 'gone' })
  await soon(chat, `document.querySelector('#m-1').dataset.deleted === ''`)
  await chat.keyboard.press('Control+Enter')
  await soon(chat, `document.querySelector('#toasts').textContent.includes('This message was deleted.')`)
})
