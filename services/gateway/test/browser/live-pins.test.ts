import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const bar = `document.querySelector('#pinned:not([hidden]) .pinned-text')?.textContent`
const isMarked = (n: number) =>
  `document.querySelector('#m-${n}').dataset.pinned === '' && document.querySelector('#m-${n} .pinned-mark') !== null`

t.test(
  'one pins by menu and by key, and both see the bar, also who was away',
  await needs('chromium'),
  async (t) => {
    const { person, write, house, conversation, idOf, complaints } = await browserHouse(t)
    for (let i = 1; i <= 90; i++) await write('ann', 'ben', `line ${i}`)
    const ann = await person('ann')
    const annChat = await ann.tab('/messages/chat/ben/')
    const benChat = await (await person('ben')).tab('/messages/chat/ann/')
    const catList = await (await person('cat')).tab('/messages/')
    for (const chat of [annChat, benChat, catList])
      await soon(chat, `document.querySelector('#connection').dataset.state === 'online'`)
    t.equal(await benChat.locator('#pinned').isHidden(), true)

    await benChat.locator('#m-88').hover()
    await benChat.locator('#m-88 .message-more').click()
    await benChat.locator('[role=menu] [data-when="!pinned"]').click()
    for (const [chat, who] of [
      [annChat, 'You'],
      [benChat, 'Ann Demo'],
    ] as const)
      await soon(chat, `${bar} === '${who}: line 88' && ${isMarked(88)}`)
    await annChat.locator('#m-80').focus()
    await annChat.keyboard.press('p')
    for (const chat of [annChat, benChat]) {
      await soon(chat, `${bar}?.endsWith('line 80') && ${isMarked(80)}`)
      await soon(chat, `document.querySelector('.pinned-all')?.textContent === 'All 2'`)
    }
    // It leads to where the message stands.
    await benChat.locator('.pinned-newest').click()
    await soon(benChat, `document.activeElement.id === 'm-80'`)
    await benChat.locator('.pinned-all').click()
    await soon(benChat, `document.querySelectorAll('.kept').length === 2`)
    await benChat.goBack()
    await soon(benChat, `document.querySelector('#connection').dataset.state === 'online'`)

    // What is pinned far back is led to as well.
    await house.owners.messages.pin(conversation('ann', 'ben'), idOf('ben'), {
      kind: 'pin',
      n: 2,
      clientId: 'far',
    })
    await soon(benChat, `${bar} === 'Ann Demo: line 2'`)
    await benChat.locator('.pinned-newest').click()
    await soon(benChat, `location.hash === '#m-2' && ${isMarked(2)}`)
    await benChat.goBack()
    await soon(benChat, `document.querySelector('#connection').dataset.state === 'online'`)

    // Who was away hears of it by what was missed.
    await ann.context.setOffline(true)
    await soon(annChat, `document.querySelector('#connection').dataset.state === 'offline'`)
    await benChat.locator('#m-85').focus()
    await benChat.keyboard.press('p')
    await soon(benChat, `${bar} === 'Ann Demo: line 85'`)
    await ann.context.setOffline(false)
    await soon(annChat, `${bar} === 'You: line 85' && ${isMarked(85)}`)

    // Another text is in the bar as well, and what is deleted is pinned no more.
    await annChat.locator('#m-85').focus()
    await annChat.keyboard.press('e')
    await soon(annChat, `document.querySelector('#composer-text').value === 'line 85'`)
    await annChat.locator('#composer-text').fill('another line')
    await annChat.keyboard.press('Enter')
    for (const chat of [annChat, benChat]) await soon(chat, `${bar}?.endsWith('another line')`)
    await house.owners.messages.change(conversation('ann', 'ben'), idOf('ann'), { n: 85, clientId: 'gone' })
    for (const chat of [annChat, benChat]) {
      await soon(chat, `${bar}?.endsWith('line 2')`)
      await soon(chat, `document.querySelector('#m-85').dataset.pinned === undefined`)
    }
    await annChat.locator('#m-80').hover()
    await annChat.locator('#m-80 .message-more').click()
    await annChat.locator('[role=menu] [data-when="pinned"]').click()
    await soon(benChat, `document.querySelector('#m-80').dataset.pinned === undefined`)
    await soon(benChat, `document.querySelector('.pinned-all')?.textContent === 'All 2'`)
    for (const n of [2, 88])
      await house.owners.messages.pin(conversation('ann', 'ben'), idOf('ben'), {
        kind: 'unpin',
        n,
        clientId: `u${n}`,
      })
    for (const chat of [annChat, benChat]) await soon(chat, `document.querySelector('#pinned').hidden`)
    t.equal(await catList.locator('#c-ann').count(), 0)
    t.strictSame(
      complaints.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED')),
      [],
    )
  },
)
