import { needs, waitFor } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon, texts } from './browser-house.ts'

t.setTimeout(240_000)

const isOnline = `document.querySelector('#connection').dataset.state === 'online'`
const badge = `document.querySelector('#bell-badge').dataset.count`

t.test(
  'two tabs of one person show the same, and reading in one clears the other',
  await needs('chromium'),
  async (t) => {
    const { person, write, complaints } = await browserHouse(t)
    const ann = await person('ann')
    await write('ben', 'ann', 'first')
    const inbox = await ann.tab('/messages/')
    const people = await ann.tab('/people/')
    const bell = await ann.tab('/notifications/')
    const words = `document.querySelector('#page-bell-words').textContent`
    for (const tab of [inbox, people]) await soon(tab, `${badge} === '1'`)
    await write('ben', 'ann', 'second')
    await write('cat', 'ann', 'third')
    for (const tab of [inbox, people]) await soon(tab, `${badge} === '3'`)
    await soon(bell, `${words} === '3 unread messages'`)
    t.strictSame(
      await people.evaluate(
        `[...document.querySelectorAll('#bell-list li')].map((one) => one.dataset.username)`,
      ),
      ['cat', 'ben', 'ben'],
    )
    await soon(
      inbox,
      `[...document.querySelectorAll('#conversations > li')].map((one) => one.dataset.username + one.dataset.unread).join() === 'cat1,ben2'`,
    )
    const chat = await ann.tab('/messages/chat/ben/')
    await chat.bringToFront()
    for (const tab of [inbox, people, chat]) await soon(tab, `${badge} === '1'`)
    await soon(bell, `${words} === '1 unread message'`)
    await soon(inbox, `document.querySelector('#c-ben').dataset.unread === '0'`)
    t.match(await people.title(), /^\(1\)/)

    // Written in one tab, it is in the other as well.
    const twin = await ann.tab('/messages/chat/ben/')
    await soon(twin, isOnline)
    await twin.keyboard.type('from the twin\n')
    await soon(chat, `document.querySelectorAll('.message[data-seq="3"]').length === 1`)
    await soon(twin, `document.querySelector('.message[data-seq="3"]')`)
    t.strictSame(await texts(chat), ['first', 'second', 'from the twin'])
    t.strictSame(await texts(twin), await texts(chat))
    t.strictSame(complaints, [])
  },
)

t.test('a refused message stays, with a way on', await needs('chromium'), async (t) => {
  const { person, house, conversation, idOf } = await browserHouse(t)
  const ann = await person('ann')
  const chat = await ann.tab('/messages/chat/ben/')
  const kept = (clientId: string, order: number, state: string) => ({
    clientId,
    conversation: conversation('ann', 'ben'),
    username: 'ben',
    text: `${clientId} was kept`,
    order,
    createdAt: 1_790_000_000_000,
    state,
    ...(state === 'failed' ? { error: { code: 'NOT_FOUND', message: 'There is nothing here.' } } : {}),
  })
  // As if an earlier run of the browser had left them; the last one's id is in the log with another text by now.
  await house.owners.messages.write(conversation('ann', 'ben'), idOf('ben'), 'meanwhile', 'by-ben')
  await house.owners.messages.write(conversation('ann', 'ben'), idOf('ann'), 'meanwhile too', 'used')
  for (const item of [kept('one', 1, 'failed'), kept('two', 2, 'failed'), kept('three', 3, 'sending')]) {
    const key = `parley.outbox.${idOf('ann')}.${item.clientId}`
    await chat.evaluate(
      `localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(JSON.stringify(item))})`,
    )
  }
  await chat.reload()
  await soon(chat, `document.querySelector('[data-client-id="three"]')?.dataset.seq === '3'`)
  t.strictSame(await texts(chat), [
    'meanwhile',
    'meanwhile too',
    'three was kept',
    'one was kept',
    'two was kept',
  ])
  t.equal(
    await chat.locator('[data-client-id="one"] .status').getAttribute('title'),
    'There is nothing here.',
  )
  await chat.locator('[data-client-id="one"] [data-action="discard"]').click()
  await soon(chat, `!document.querySelector('[data-client-id="one"]')`)
  await chat.locator('[data-client-id="two"] [data-action="retry"]').click()
  await soon(chat, `document.querySelector('[data-client-id="two"]').dataset.seq === '4'`)
  t.equal(await chat.evaluate(`localStorage.length`), 0)

  await chat.locator('#composer-text').fill('x'.repeat(5_001))
  await soon(chat, `document.querySelector('#composer-count').textContent === '1 character too many'`)
  await chat.keyboard.press('Enter')
  await soon(chat, `document.querySelector('#composer-problem').textContent.includes('5,000')`)
  t.equal((await chat.locator('#composer-text').inputValue()).length, 5_001)
  await chat.locator('#composer-text').fill('   ')
  await chat.keyboard.press('Enter')
  t.equal(await chat.locator('.message').count(), 4)
})

t.test(
  'without a socket messages go by HTTP, and the way back in the browser goes on',
  await needs('chromium'),
  async (t) => {
    const { person, write, house, conversation, idOf, complaints } = await browserHouse(t)
    const ann = await person('ann')
    const chat = await ann.tab('/people/')
    let isBlocked = true
    await chat.routeWebSocket('**/ws/', async (socket) => {
      if (isBlocked) await socket.close({ code: 1_011 })
      else socket.connectToServer()
    })
    await chat.goto(`${new URL(chat.url()).origin}/messages/chat/ben/`)
    await chat.locator('#composer-text').fill('by HTTP')
    await chat.keyboard.press('Enter')
    await soon(chat, `document.querySelector('.message')?.dataset.seq === '1'`)
    await soon(chat, `document.querySelector('#connection').dataset.state === 'http'`)
    t.equal(await chat.locator('.message').getAttribute('data-state'), 'sent')
    isBlocked = false
    await write('ben', 'ann', 'over the socket')
    await chat.evaluate(`window.dispatchEvent(new Event('online'))`)
    await soon(chat, `document.querySelectorAll('.message').length === 2`)
    await soon(chat, isOnline)
    await chat.goto(`${new URL(chat.url()).origin}/people/`)
    await write('ben', 'ann', 'while on another page')
    await chat.goBack()
    await soon(chat, `document.querySelectorAll('.message').length === 3`)
    await soon(chat, isOnline)
    t.strictSame(await texts(chat), ['by HTTP', 'over the socket', 'while on another page'])
    const readSeq = () => house.owners.messages.pointer(conversation('ann', 'ben'), idOf('ann')).readSeq
    await waitFor(() => readSeq() === 3, { what: 'all that is shown to be read' })
    t.strictSame(complaints, [])
  },
)

t.test(
  'older messages come as one scrolls up, and new ones do not move the view',
  await needs('chromium'),
  async (t) => {
    const { person, write, complaints } = await browserHouse(t)
    for (let i = 1; i <= 450; i++)
      await write(i % 3 === 0 ? 'ann' : 'ben', i % 3 === 0 ? 'ben' : 'ann', `message ${i}`)
    const ann = await person('ann')
    const chat = await ann.tab('/messages/chat/ben/')
    await soon(chat, isOnline)
    await soon(chat, `document.querySelector('#jump').hidden`)
    const shown = await chat.locator('.message').count()
    t.ok(shown < 450)
    for (let all = shown; all < 450; all = await chat.locator('.message').count()) {
      await chat.evaluate(`document.querySelector('#messages-scroll').scrollTop = -1e6`)
      await soon(chat, `document.querySelectorAll('.message').length > ${all}`)
    }
    t.equal(await chat.locator('#older').count(), 0)
    const numbers = await chat.evaluate(
      `[...document.querySelectorAll('.message')].map((one) => Number(one.dataset.n)).join()`,
    )
    t.equal(numbers, Array.from({ length: 450 }, (_, i) => i + 1).join())

    await chat.evaluate(`document.querySelector('#m-300').scrollIntoView()`)
    const before = await chat.locator('#m-300').boundingBox()
    await write('ben', 'ann', 'news')
    await soon(chat, `document.querySelector('#m-451')`)
    const after = await chat.locator('#m-300').boundingBox()
    t.ok(Math.abs((before?.y ?? 0) - (after?.y ?? 99)) < 2, `moved from ${before?.y} to ${after?.y}`)
    t.equal(await chat.locator('#jump-count').textContent(), '1')
    t.ok(await chat.evaluate(`document.querySelector('#new-line').nextElementSibling.id === 'm-451'`))
    await soon(chat, `${badge} === '1'`)
    await chat.locator('#jump').click()
    await soon(chat, `${badge} === '0' && document.querySelector('#jump').hidden`)
    t.strictSame(complaints, [])
  },
)

t.test(
  'a chat that grows and grows drops its oldest, and the way back to them stays',
  await needs('chromium'),
  async (t) => {
    const { person, write, complaints } = await browserHouse(t)
    for (let i = 1; i <= 100; i++) await write('ben', 'ann', `message ${i}`)
    const ann = await person('ann')
    const chat = await ann.tab('/messages/chat/ben/')
    await soon(chat, isOnline)
    for (let i = 101; i <= 1_100; i++) await write('ben', 'ann', `message ${i}`)
    await soon(chat, `document.querySelector('#messages > li:last-child').id === 'm-1100'`)
    const numbers = `[...document.querySelectorAll('.message')].map((one) => Number(one.dataset.n))`
    await soon(chat, `${numbers}.length <= 1000`)
    t.ok(await chat.evaluate(`${numbers}.every((n, i, all) => n === all[0] + i)`), 'without a hole')
    const first = Number(await chat.evaluate(`${numbers}[0]`))
    await chat.evaluate(`document.querySelector('#messages-scroll').scrollTop = -1e6`)
    await soon(chat, `${numbers}[0] < ${first}`)
    t.ok(await chat.evaluate(`${numbers}.every((n, i, all) => n === all[0] + i)`), 'nor with the older ones')
    t.strictSame(complaints, [])
  },
)
