import { needs } from '@parley/testing'
import type { Page } from 'playwright-core'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const online = `document.querySelector('#connection').dataset.state === 'online'`
const chips = `[...document.querySelectorAll('.chip')].map((chip) => chip.dataset.username).join(' ')`
const chosen = `document.querySelector('input[type=hidden][name=people]').value`
const active = `document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))`
const said = (words: string) => `document.querySelector('.notice')?.textContent === '${words}'`
const groupPath = /^\/messages\/group\/[a-z0-9]+\/$/

/** Presses Tab until the focus is on what has these words, once it is there. */
async function tabTo(page: Page, words: string): Promise<void> {
  const wordsOf = (element: string) =>
    `(${element}.getAttribute('aria-label') ?? ${element}.textContent).trim()`
  const all = `[...document.querySelectorAll('a, button, summary')]`
  await soon(page, `${all}.some((one) => ${wordsOf('one')} === '${words}')`)
  for (let steps = 0; steps < 20; steps += 1) {
    if ((await page.evaluate(wordsOf('document.activeElement'))) === words) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to: ${words}`)
}

t.test('by the keyboard alone: a group is made, managed and left', await needs('chromium'), async (t) => {
  const { person, house, complaints } = await browserHouse(t)
  house.add('dan', 'Dan Demo')
  const ann = await person('ann', { permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await ann.tab('/messages/')
  await soon(page, online)
  await tabTo(page, 'New group')
  await page.keyboard.press('Enter')
  await soon(page, `location.pathname === '/messages/groups/new/' && ${online}`)
  await page.locator('#field-name').focus()
  await page.keyboard.type('Demo readers')
  await page.keyboard.press('Tab')
  await soon(page, `document.activeElement.getAttribute('role') === 'combobox'`)
  await page.keyboard.type('Demo')
  await soon(page, `${active}?.dataset.username === 'ben'`)
  await page.keyboard.press('ArrowDown')
  await soon(page, `${active}?.dataset.username === 'cat'`)
  await page.keyboard.press('Enter')
  await soon(page, `${chips} === 'cat' && document.activeElement.value === ''`)
  await page.keyboard.type('Demo')
  await soon(page, `${active}?.dataset.username === 'ben' && document.querySelector('#pick-cat').hidden`)
  await page.keyboard.press('Escape')
  await soon(page, `document.activeElement.ariaExpanded === 'false'`)
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Backspace')
  t.equal(await page.evaluate(chips), 'cat', 'what is typed goes first')
  await page.keyboard.press('Backspace')
  await soon(page, `${chips} === ''`)
  for (const name of ['ben', 'cat', 'dan']) {
    await page.keyboard.type(name)
    await soon(page, `${active}?.dataset.username === '${name}'`)
    await page.keyboard.press('Enter')
  }
  await soon(page, `${chosen} === 'ben cat dan'`)
  await page.keyboard.press('Shift+Tab')
  t.equal(await page.evaluate(`document.activeElement.ariaLabel`), 'Leave out Dan Demo')
  await page.keyboard.press('Enter')
  await soon(page, `${chosen} === 'ben cat' && document.activeElement.role === 'combobox'`)
  await page.keyboard.press('Enter')
  t.equal(await page.evaluate('location.pathname'), '/messages/groups/new/', 'Enter makes no half of a group')
  await tabTo(page, 'Make the group')
  await page.keyboard.press('Enter')
  await soon(page, `${String(groupPath)}.test(location.pathname)`)
  const url = await page.evaluate<string>('location.pathname')
  t.equal(house.owners.groups.all.size, 1)

  await page.goto(new URL(`${url}about/`, page.url()).href)
  await tabTo(page, 'Add people')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('dan nobody')
  await tabTo(page, 'Add to the group')
  await page.keyboard.press('Enter')
  await soon(page, `document.querySelector('#field-people-error')?.textContent.includes('“nobody”')`)
  t.equal(await page.evaluate(chips), 'dan nobody', 'what was typed and not chosen is sent too')
  await page.locator('#field-people').focus()
  await page.keyboard.press('Backspace')
  await tabTo(page, 'Add to the group')
  await page.keyboard.press('Enter')
  await soon(page, said('They are in the group now.'))

  await tabTo(page, 'More about Cat Demo')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  t.equal(await page.locator('.member-menu[open]').count(), 0)
  await page.keyboard.press('Enter')
  await tabTo(page, 'Make an admin')
  await page.keyboard.press('Enter')
  await soon(page, said('What they may do is changed.'))
  await tabTo(page, 'More about Dan Demo')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Remove from the group')
  await page.keyboard.press('Enter')
  await soon(page, said('They are no member any more.'))
  await tabTo(page, 'Change name and description')
  await page.keyboard.press('Enter')
  await page.locator('#field-name').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Late readers\n')
  await soon(page, `document.querySelector('h1').textContent === 'Late readers'`)

  await tabTo(page, 'Invite links')
  await page.keyboard.press('Enter')
  await soon(page, `location.pathname.endsWith('/invites/') && ${online}`)
  await tabTo(page, 'Make a link')
  await page.keyboard.press('Enter')
  await soon(page, said('The link is made.'))
  await tabTo(page, 'Copy link 1')
  await page.keyboard.press('Enter')
  await soon(page, `document.querySelector('[data-copy]').textContent === 'Copied'`)
  const link = await page.evaluate<string>('navigator.clipboard.readText()')
  const dan = await (await person('dan')).tab(new URL(link).pathname)
  t.match(await dan.locator('main').textContent(), /Ann Demo.*Late readers.*3 members/s)
  await tabTo(dan, 'Join the group')
  await dan.keyboard.press('Enter')
  await soon(dan, `location.pathname === '${url}'`)
  await tabTo(page, 'End link 1')
  await page.keyboard.press('Enter')
  await soon(page, said('The link lets nobody in any more.'))
  await dan.goto(link)
  t.equal(await dan.locator('h1').textContent(), 'This link lets nobody in')

  await page.goto(new URL(`${url}about/`, page.url()).href)
  await tabTo(page, 'More about Ben Demo')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Hand the group over…')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Hand it over')
  await page.keyboard.press('Enter')
  await soon(page, said('The group is handed over. You are an admin now.'))
  await tabTo(page, 'Leave the group')
  await page.keyboard.press('Enter')
  await soon(page, `document.querySelector('h1').textContent === 'Leave the group?'`)
  await tabTo(page, 'Leave the group')
  await page.keyboard.press('Enter')
  await soon(page, `location.pathname === '/messages/'`)
  await dan.goto(new URL(`${url}about/`, page.url()).href)
  t.match(
    await dan.locator('.members').textContent(),
    /Ben Demo@benOwner.*Cat Demo@catAdmin.*Dan DemoYou@dan/,
  )
  t.strictSame(
    complaints.filter((words) => !/40[49]|422/.test(words)),
    [],
  )
})

t.test('members are found as one types', await needs('chromium'), async (t) => {
  const { person, house, idOf, complaints } = await browserHouse(t)
  const users = Array.from({ length: 60 }, (_, i) => house.add(`p_${i}`, `Demo Person ${i}`).id)
  const { conversation } = await house.owners.groups.add('Demo crowd', [idOf('ann'), idOf('ben'), ...users])
  const page = await (await person('ann')).tab(`/messages/group/${conversation.slice(2)}/about/`)
  await soon(page, online)
  await page.locator('#members-q').focus()
  await page.keyboard.type('ben')
  const rows = `document.querySelectorAll('.member-row').length`
  await soon(page, `${rows} === 1 && location.search === '?q=ben'`)
  t.equal(await page.evaluate('document.activeElement.id'), 'members-q')
  await page.locator('.member-menu summary').click()
  await page.getByRole('button', { name: 'Remove from the group' }).click()
  await soon(page, said('They are no member any more.'))
  await page.getByRole('link', { name: 'Next' }).click()
  await soon(page, `${rows} === 11 && location.search === '?page=2'`)
  t.strictSame(complaints, [])
})

t.test('without scripts, on a phone, all of it is done by forms', await needs('chromium'), async (t) => {
  const { person, house, complaints } = await browserHouse(t)
  house.add('dan', 'Dan Demo')
  const phone = { javaScriptEnabled: false, viewport: { width: 390, height: 700 } }
  const page = await (await person('ann', phone)).tab('/messages/')
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('link', { name: 'New group' }).click()
  await page.locator('#field-name').fill('Demo readers')
  await page.locator('#field-people').fill('ben, nobody')
  await press('Make the group')
  t.match(await page.locator('#field-people-error').textContent(), 'with the username “nobody”')
  await page.locator('#field-people').fill('ben')
  await press('Make the group')
  t.match(new URL(page.url()).pathname, groupPath)
  const url = page.url()
  await page.goto(`${url}about/`)
  await page.getByText('Add people').click()
  await page.getByLabel('People to add').fill('@cat')
  await press('Add to the group')
  t.equal(await page.locator('.notice').textContent(), 'They are in the group now.')
  await page.getByLabel('More about Cat Demo').click()
  await press('Make an admin')
  t.equal(await page.locator('.notice').textContent(), 'What they may do is changed.')
  await page.getByRole('link', { name: 'Invite links' }).click()
  await page.getByLabel('It lets in').selectOption('One person')
  await press('Make a link')
  t.equal(await page.getByRole('button', { name: 'Copy link 1' }).isVisible(), false)
  const link = await page.getByLabel('Link 1', { exact: true }).inputValue()
  const dan = await (await person('dan', phone)).tab(new URL(link).pathname)
  await dan.getByRole('button', { name: 'Join the group' }).click()
  t.equal(dan.url(), url)
  await page.reload()
  t.match(await page.locator('main').textContent(), 'There is no link yet', 'it was for one person')
  await page.goto(`${url}leave/`)
  t.match(await page.locator('main').textContent(), /Cat Demo @cat becomes the owner then/)
  await press('Leave the group')
  t.match(page.url(), /\/messages\/$/)
  await dan.goto(`${url}about/`)
  t.match(await dan.locator('.members').textContent(), /Cat Demo@catOwner.*Ben Demo@ben.*Dan DemoYou@dan/)
  t.strictSame(
    complaints.filter((words) => !/404|422/.test(words)),
    [],
  )
})
