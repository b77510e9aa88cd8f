import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const connection = `document.querySelector('#connection').dataset.state`
const isOut = `document.querySelector('#session-ended').open`
const path = (wanted: string) => `location.pathname === '${wanted}'`

t.test('by the keyboard alone: a new name, then a new password', await needs('chromium'), async (t) => {
  const { person, house, complaints } = await browserHouse(t)
  const [ann, elsewhere, ben] = [await person('ann'), await person('ann'), await person('ben')]
  const [page, sameBrowser] = [await ann.tab('/people/'), await ann.tab('/people/ben/')]
  const [otherBrowser, outsider] = [await elsewhere.tab('/people/'), await ben.tab('/people/ann/')]
  const all = [page, sameBrowser, otherBrowser, outsider]
  for (const one of all) await soon(one, `${connection} === 'online'`)

  await page.bringToFront()
  await page.locator('#me > summary').focus()
  await page.keyboard.press('Enter')
  const at = async () => await page.evaluate('document.activeElement.textContent.trim()')
  for (let steps = 0; steps < 6 && (await at()) !== 'Settings'; steps += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await soon(page, path('/settings/'))
  await page.locator('#field-display_name').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Ann 安\n')
  await soon(page, `document.querySelector('.notice')?.textContent === 'Your name is changed.'`)
  t.equal(await page.inputValue('#field-display_name'), 'Ann 安')
  await outsider.reload()
  await soon(outsider, `document.querySelector('h1').textContent === 'Ann 安'`)

  await page.locator('#field-current_password').focus()
  await page.keyboard.type('not the one')
  await page.keyboard.press('Tab')
  await page.keyboard.type('four words put together\n')
  await soon(page, `document.querySelector('#error-summary')`)
  t.equal(await page.getAttribute('#field-current_password', 'aria-invalid'), 'true')
  await page.locator('#error-summary a').focus()
  await page.keyboard.press('Enter')
  await soon(page, `document.activeElement.id === 'field-current_password'`)
  for (const one of all) await soon(one, `${connection} === 'online'`)
  await sameBrowser.evaluate('window.isOld = true')
  await page.keyboard.type('password of ann')
  await page.keyboard.press('Tab')
  await page.keyboard.type('four words put together\n')
  await soon(page, `document.querySelector('.notice')?.textContent.startsWith('Your password is changed.')`)
  await soon(page, `${connection} === 'online'`)
  await soon(otherBrowser, isOut)
  // The other tab is made anew for the new session.
  await soon(sameBrowser, `!window.isOld && ${connection} === 'online'`)
  for (const one of [page, sameBrowser, outsider]) t.notOk(await one.evaluate(isOut))
  await house.owners.accounts.endAll('ann')
  await soon(sameBrowser, isOut)
  t.strictSame(
    complaints.filter((words) => !/40[13]/.test(words)),
    [],
  )
})

t.test(
  'by the keyboard alone: presence is hidden and shown, live on both sides',
  await needs('chromium'),
  async (t) => {
    const { person, complaints } = await browserHouse(t)
    const [ann, ben] = [await person('ann'), await person('ben')]
    const [page, annsChat] = [await ann.tab('/settings/'), await ann.tab('/messages/chat/ben/')]
    const bensChat = await ben.tab('/messages/chat/ann/')
    const state = (wanted: string) => `document.querySelector('#presence').dataset.state === '${wanted}'`
    for (const chat of [annsChat, bensChat]) await soon(chat, state('online'))

    await page.bringToFront()
    await page.locator('#field-until').focus()
    const at = async () => await page.evaluate('document.activeElement.id')
    for (let steps = 0; steps < 6 && (await at()) !== 'toggle-hidden'; steps += 1)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await soon(page, `document.querySelector('.notice')?.textContent === 'Your presence is hidden.'`)
    t.equal(await page.isChecked('#toggle-hidden'), true)
    for (const chat of [annsChat, bensChat]) {
      await soon(chat, state('unknown'))
      t.equal(await chat.isVisible('#presence'), false, 'no dot and no words')
    }
    await page.locator('#toggle-hidden').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await soon(page, `document.querySelector('.notice')?.textContent === 'Your presence is shown.'`)
    for (const chat of [annsChat, bensChat]) await soon(chat, state('online'))
    t.strictSame(complaints, [])
  },
)

t.test(
  'by the keyboard alone: a status is set and cleared, live in the chat',
  await needs('chromium'),
  async (t) => {
    const { person, complaints } = await browserHouse(t)
    const [ann, ben] = [await person('ann'), await person('ben')]
    const page = await ann.tab('/settings/')
    const chat = await ben.tab('/messages/chat/ann/')
    const head = `document.querySelector('.chat-head [data-slot="person-status"]')`
    await soon(chat, `${connection} === 'online' && ${head}.hidden`)
    await soon(page, `document.querySelector('[name=time_zone]').value !== ''`)
    await page.bringToFront()
    await page.locator('#field-emoji').focus()
    await page.keyboard.type('🌴')
    await page.keyboard.press('Tab')
    await page.keyboard.type('<b>By</b> the **sea**')
    await page.keyboard.press('Tab')
    await page.keyboard.type('For an h')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await soon(page, `document.querySelector('.notice')?.textContent === 'Your status is set.'`)
    await soon(chat, `!${head}.hidden`)
    t.equal(
      await chat.evaluate(`${head}.innerText.trim().replace(/\\s+/g, ' ')`),
      'Status: 🌴 <b>By</b> the **sea**',
    )
    await chat.reload()
    t.equal(await chat.isVisible('.chat-head [data-slot="person-status"]'), true)
    await soon(chat, `${connection} === 'online'`)
    const at = async () => await page.evaluate('document.activeElement.textContent.trim()')
    const later = await ben.tab('/people/')
    await later.clock.install()
    await later.goto(chat.url())
    t.equal(await later.isVisible('.chat-head [data-slot="person-status"]'), true)
    await later.clock.fastForward('55:00')
    t.equal(await later.evaluate(`${head}.hidden`), false)
    await later.clock.fastForward('05:00')
    t.equal(await later.evaluate(`${head}.hidden`), true, 'gone by itself at its end')
    await later.close()
    await page.locator('#field-until').focus()
    for (let steps = 0; steps < 3 && (await at()) !== 'Clear status'; steps += 1)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await soon(page, `document.querySelector('.notice')?.textContent === 'Your status is cleared.'`)
    await soon(chat, `${head}.hidden`)
    t.strictSame(complaints, [])
  },
)

t.test('by the keyboard alone: another session is ended', await needs('chromium'), async (t) => {
  const { person, house, complaints } = await browserHouse(t)
  const [ann, elsewhere, ben] = [await person('ann'), await person('ann'), await person('ben')]
  const [page, sameBrowser] = [await ann.tab('/settings/'), await ann.tab('/people/')]
  const [otherBrowser, outsider] = [await elsewhere.tab('/people/'), await ben.tab('/people/')]
  for (const one of [page, sameBrowser, otherBrowser, outsider]) await soon(one, `${connection} === 'online'`)
  await page.bringToFront()
  t.equal(await page.locator('.session').count(), 2)
  await page.locator('#field-password').focus()
  const at = async () => await page.evaluate('document.activeElement.textContent.trim()')
  for (let steps = 0; steps < 4 && (await at()) !== 'Log out'; steps += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await soon(page, `document.querySelector('.notice')?.textContent === 'That session is logged out.'`)
  await soon(otherBrowser, isOut)
  t.equal(await page.locator('.session').count(), 1)
  for (const one of [page, sameBrowser, outsider]) await soon(one, `${connection} === 'online'`)
  await house.loggedIn('ann')
  await page.reload()
  await sameBrowser.evaluate('window.isOld = true')
  await page.getByRole('button', { name: 'Log out everywhere else' }).focus()
  await page.keyboard.press('Enter')
  await soon(page, `document.querySelector('.notice')?.textContent === 'Everywhere else you are logged out.'`)
  await soon(sameBrowser, `!window.isOld && ${connection} === 'online'`)
  for (const one of [page, sameBrowser, outsider]) t.notOk(await one.evaluate(isOut))
  t.strictSame(
    complaints.filter((words) => !/40[13]/.test(words)),
    [],
  )
})
