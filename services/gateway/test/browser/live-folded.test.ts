import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const isOnline = `document.querySelector('#connection').dataset.state === 'online'`
const line = 'Message from somebody you blocked'

t.test(
  'what comes by somebody blocked is folded as it comes, and opened by keyboard',
  await needs('chromium'),
  async (t) => {
    const { person, house, idOf, complaints } = await browserHouse(t)
    const { messages } = house.owners
    const members = [idOf('ann'), idOf('ben'), idOf('cat')]
    const conversation = await messages.makeGroup('Walks', members, { id: 'walks' })
    await messages.write(conversation, idOf('cat'), 'Hello', 'c1')
    const visitor = await house.loggedIn('ann')
    await visitor.send('/messages/block/ben/', {})
    const [ann, cat] = [await person('ann'), await person('cat')]
    const chat = await ann.tab('/messages/group/walks/')
    const inbox = await ann.tab('/messages/')
    const other = await cat.tab('/messages/group/walks/')
    for (const each of [chat, inbox, other]) await soon(each, isOnline)

    await messages.write(conversation, idOf('ben'), 'Of no interest', 'c2', undefined, [idOf('ann')])
    await soon(other, `document.querySelector('#m-2 .text')?.textContent === 'Of no interest'`)
    t.equal(await other.locator('.folded').count(), 0, 'to others it is a message')
    await soon(chat, `document.querySelector('#m-2[data-folded]') !== null`)
    const folded = chat.locator('#m-2')
    t.equal(await folded.locator('.bubble').innerText(), line)
    t.notOk(await folded.getByText('Of no interest').isVisible())
    t.notOk(await folded.locator('.author').isVisible())
    t.notMatch(await chat.locator('#announcer').textContent(), /Of no interest|mentioned/)
    await soon(inbox, `document.querySelector('#g-walks [data-slot="preview"]').textContent === '${line}'`)
    t.notMatch(await inbox.locator('#g-walks').innerText(), /Ben|Of no interest/)
    t.equal(await inbox.locator('#g-walks').getAttribute('data-mentions'), '0')
    t.notMatch(await inbox.locator('#announcer').textContent(), /Ben/)

    await folded.locator('summary').focus()
    await chat.keyboard.press('Enter')
    t.ok(await folded.getByText('Of no interest').isVisible())
    t.match(await folded.locator('.bubble').innerText(), /Ben Demo\s+Of no interest/)

    await messages.change(conversation, idOf('ben'), { n: 2, clientId: 'c3', text: 'Edited' })
    await soon(chat, `document.querySelector('#m-2 .folded .text')?.textContent === 'Edited'`)
    await messages.write(conversation, idOf('cat'), 'An answer', 'c4', 2)
    await soon(chat, `document.querySelector('#m-3 .quote[data-folded]') !== null`)
    t.notMatch(await chat.locator('#m-3').innerText(), /Ben Demo|Edited/)
    await messages.change(conversation, idOf('ben'), { n: 2, clientId: 'c5' })
    await soon(chat, `document.querySelector('#m-2[data-deleted]:not([data-folded])') !== null`)
    t.strictSame(complaints, [])
  },
)

t.test(
  'and is the same in the page, by the server and without scripts',
  await needs('chromium'),
  async (t) => {
    const { person, house, idOf } = await browserHouse(t)
    const { messages } = house.owners
    const conversation = await messages.makeGroup('Walks', [idOf('ann'), idOf('ben')], { id: 'walks' })
    await messages.write(conversation, idOf('ben'), 'Of no interest', 'c1')
    const visitor = await house.loggedIn('ann')
    await visitor.send('/messages/block/ben/', {})
    const ann = await person('ann', { javaScriptEnabled: false })
    const chat = await ann.tab('/messages/group/walks/')
    const folded = chat.locator('#m-1')
    t.equal(await folded.locator('.bubble').innerText(), line)
    t.notOk(await folded.getByText('Of no interest').isVisible())
    await folded.locator('summary').click()
    t.ok(await folded.getByText('Of no interest').isVisible())
  },
)
