import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon, texts } from './browser-house.ts'

t.setTimeout(180_000)

const badge = `document.querySelector('#bell-badge').dataset.count`
const connection = `document.querySelector('#connection').dataset.state`

/** A tab that nobody looks at, in a browser that was not asked about notifications yet. */
const hiddenTab = `
  Object.defineProperty(document, 'visibilityState', { get: () => window.isLookedAt ? 'visible' : 'hidden' })
  document.hasFocus = () => Boolean(window.isLookedAt)
  window.shown = []
  window.Notification = class extends EventTarget {
    static permission = 'default'
    static async requestPermission() { return Notification.permission = 'granted' }
    constructor(title, { body, tag }) { super(); window.shown.push(title + ': ' + body + ' ' + tag) }
    close() {}
  }`

t.test(
  'nothing is read that nobody looks at; the desktop says so where it may',
  await needs('chromium'),
  async (t) => {
    const { person, write, complaints, house, conversation, idOf } = await browserHouse(t)
    await write('ben', 'ann', 'seen long ago')
    const ann = await person('ann')
    await ann.context.addInitScript(hiddenTab)
    const chat = await ann.tab('/messages/chat/ben/')
    await soon(chat, `${connection} === 'online'`)
    await soon(chat, `${badge} === '1'`)
    await write('ben', 'ann', 'before anybody was asked')
    await soon(chat, `${badge} === '2'`)
    t.strictSame(await chat.evaluate('window.shown'), [])
    await chat.locator('#allow-notifications').click()
    await soon(chat, `document.querySelector('#allow-notifications').hidden`)
    await write('ben', 'ann', 'look here')
    await soon(chat, `${badge} === '3'`)
    await soon(chat, `window.shown.length === 1`)
    t.strictSame(await chat.evaluate('window.shown'), [`Ben Demo: look here ${conversation('ann', 'ben')}`])
    const pointer = () => house.owners.messages.pointer(conversation('ann', 'ben'), idOf('ann'))
    const endAt = Date.now() + 10_000
    while (pointer().deliveredSeq < 3 && Date.now() < endAt)
      await new Promise((resolve) => setTimeout(resolve, 20))
    t.match(pointer(), { deliveredSeq: 3, readSeq: 0 })

    await chat.evaluate(`window.isLookedAt = true; document.dispatchEvent(new Event('visibilitychange'))`)
    await soon(chat, `${badge} === '0'`)
    t.equal(pointer().readSeq, 3)
    await write('ben', 'ann', 'and now')
    await soon(chat, `document.querySelectorAll('.message').length === 4`)
    await soon(chat, `${badge} === '0'`)
    t.equal(await chat.evaluate('window.shown.length'), 1)
    t.strictSame(complaints, [])
  },
)

t.test('what one account left unsent is never sent by another', await needs('chromium'), async (t) => {
  const { person, house, conversation, idOf, origin } = await browserHouse(t)
  const ann = await person('ann')
  const chat = await ann.tab('/messages/chat/cat/')
  await soon(chat, `document.activeElement.id === 'composer-text'`)
  await soon(chat, `${connection} === 'online'`)
  await ann.context.setOffline(true)
  // Not before the socket is given up: while it stands, it is Ann's, and what is sent over it is hers.
  await soon(chat, `${connection} === 'offline'`)
  await chat.keyboard.type('only Ann says this\n')
  await soon(chat, `document.querySelectorAll('.message').length === 1`)
  // Somebody else logs in, in another tab of the same browser.
  const ben = await house.loggedIn('ben')
  await ann.context.clearCookies()
  await ann.context.addCookies([...ben.cookies].map(([name, value]) => ({ name, value, url: origin })))
  await ann.context.setOffline(false)
  await soon(chat, `document.querySelector('#session-ended').open`)
  const bens = await ann.tab('/messages/chat/cat/')
  await soon(bens, `document.activeElement.id === 'composer-text'`)
  await soon(bens, `${connection} === 'online'`)
  await bens.keyboard.type('Ben says this\n')
  await soon(bens, `document.querySelector('.message')?.dataset.seq === '1'`)
  t.strictSame(await texts(bens), ['Ben says this'])
  const cat = await house.loggedIn('cat')
  const contents = async (from: string) => {
    const answer = await cat.json(`/messages/history/${from}/?peek=1`)
    return answer.json<{ messages: { content: string }[] }>().messages.map(({ content }) => content)
  }
  t.strictSame(await contents('ben'), ['Ben says this'])
  t.strictSame(await contents('ann'), [])
  t.equal(conversation('ann', 'cat').includes(idOf('ann')), true)

  // Ann comes back and finds it.
  const again = await house.loggedIn('ann')
  await ann.context.clearCookies()
  await ann.context.addCookies([...again.cookies].map(([name, value]) => ({ name, value, url: origin })))
  await bens.goto(`${origin}/people/`)
  const end = Date.now() + 10_000
  while ((await contents('ann')).length === 0 && Date.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 50))
  t.strictSame(await contents('ann'), ['only Ann says this'])
})
