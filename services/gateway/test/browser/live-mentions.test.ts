import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const isOnline = `document.querySelector('#connection').dataset.state === 'online'`
const isOpen = `document.querySelector('#mention-list')?.hidden === false`
const selected = `document.querySelector('#mention-list [aria-selected="true"]')?.id`

t.test(
  'members are mentioned by keyboard, and see it in their other tab',
  await needs('chromium'),
  async (t) => {
    const { person, house, idOf, complaints } = await browserHouse(t)
    const { messages } = house.owners
    const conversation = await messages.makeGroup('Walks', [idOf('ann'), idOf('ben')], { id: 'walks' })
    await messages.write(conversation, idOf('ann'), 'Hello', 'c1')
    const [ann, ben, cat] = [await person('ann'), await person('ben'), await person('cat')]
    const chat = await ann.tab('/messages/group/walks/')
    const [inbox, page] = [await ben.tab('/messages/'), await ben.tab('/notifications/')]
    const outside = await cat.tab('/notifications/')
    for (const each of [chat, inbox, page, outside]) await soon(each, isOnline)

    await chat.locator('#composer-text').focus()
    await chat.keyboard.type('Come, @')
    await soon(chat, isOpen)
    await soon(chat, `${selected} === 'mention-ben'`)
    await chat.keyboard.press('ArrowDown')
    await soon(chat, `${selected} === 'mention-all'`)
    t.equal(await chat.locator('#composer-text').getAttribute('aria-activedescendant'), 'mention-all')
    await chat.keyboard.press('ArrowUp')
    await chat.keyboard.press('Escape')
    await soon(chat, `!(${isOpen})`)
    await chat.keyboard.type('d')
    t.notOk(await chat.evaluate(isOpen), 'what was closed stays closed')
    await chat.keyboard.press('Backspace')
    await chat.keyboard.press('Backspace')
    await chat.keyboard.type('@dem')
    await soon(chat, isOpen)
    await chat.keyboard.press('Enter')
    t.equal(await chat.locator('#composer-text').inputValue(), 'Come, @ben ')
    t.notOk(await chat.locator('#composer-text').getAttribute('aria-activedescendant'))
    await chat.keyboard.press('Enter')

    await soon(inbox, `document.querySelector('#g-walks').dataset.mentions === '1'`)
    t.ok(await inbox.locator('#g-walks .mention-badge').isVisible())
    t.match(await inbox.locator('#g-walks').textContent(), /2 unread messages, 1 mentions you/)
    await soon(inbox, `document.querySelector('#bell-list-mentions li') !== null`)
    await soon(page, `document.querySelector('#page-bell-list-mentions li') !== null`)
    t.ok(await page.getByRole('heading', { name: 'Mentions', exact: true }).last().isVisible())
    t.match(await page.locator('#page-bell-list').textContent(), /Hello/)
    t.notMatch(await page.locator('#page-bell-list').textContent(), /Come/)
    t.notMatch(await outside.content(), /Come, @|walks/i, 'an outsider sees nothing of it')

    await inbox.locator('#g-walks > a').first().click()
    await soon(inbox, `document.querySelector('.message[data-mentions-me]') !== null`)
    const mentioning = inbox.locator('.message[data-mentions-me]')
    t.match(await mentioning.locator('.bubble').innerText(), /Mentions you\s+Come, @ben/)
    t.equal(await mentioning.locator('.mention').innerText(), '@ben')
    await soon(page, `document.querySelector('#page-bell-list-mentions li') === null`)
    t.notOk(await page.locator('#page-bell-list-mentions-part').isVisible())

    await inbox.locator('#composer-text').focus()
    await soon(inbox, isOnline)
    await inbox.keyboard.type('@')
    await soon(inbox, `${selected} === 'mention-ann'`)
    t.equal(
      await inbox.locator('#mention-list [role=option]').count(),
      1,
      'who is no admin calls no everybody',
    )
    await inbox.keyboard.press('Tab')
    t.equal(await inbox.locator('#composer-text').inputValue(), '@ann ')
    t.strictSame(complaints, [])
  },
)

t.test('what is muted but for mentions is said so', await needs('chromium'), async (t) => {
  const { person, house, idOf } = await browserHouse(t)
  const { messages } = house.owners
  const conversation = await messages.makeGroup('Walks', [idOf('ann'), idOf('ben')], { id: 'walks' })
  await messages.write(conversation, idOf('ann'), 'Hello', 'c1')
  const ben = await person('ben')
  const inbox = await ben.tab('/messages/')
  await soon(inbox, isOnline)
  await inbox.locator('#g-walks').hover()
  await inbox.locator('#g-walks [data-action="arrange"]').click()
  await inbox.getByRole('menuitem', { name: 'Mute, but for mentions' }).click()
  await soon(inbox, `document.querySelector('#g-walks').textContent.includes('Muted, but for mentions')`)
  await soon(inbox, `document.querySelector('#bell-badge').dataset.count === '0'`)
  await messages.write(conversation, idOf('ann'), 'Come, @ben', 'c2', undefined, [idOf('ben')])
  await soon(inbox, `document.querySelector('#bell-badge').dataset.count === '1'`)
  await soon(inbox, `document.querySelector('#g-walks').dataset.mentions === '1'`)
})
