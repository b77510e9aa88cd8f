import { needs } from '@parley/testing'
import t from 'tap'
import { browserHouse, soon } from './browser-house.ts'

t.setTimeout(180_000)

const isOnline = `document.querySelector('#connection').dataset.state === 'online'`
const last = `[...document.querySelectorAll('#messages > li.message')].at(-1)`
const written = '**bold** and `co < de`, see [this](https://example.org/)\n> quote\n- item'

const watchPreviews = `
  window.seen = []
  new MutationObserver(() => {
    window.first ??= document.querySelector('#bell-list > li')
    for (const one of document.querySelectorAll('#conversations [data-slot="preview"], #bell-list [data-slot="preview"]'))
      window.seen.push(one.textContent)
  }).observe(document, { childList: true, subtree: true, characterData: true })
`

t.test('marks are shown the same wherever a message is', await needs('chromium'), async (t) => {
  const { person, house, complaints } = await browserHouse(t)
  const [ann, ben, cat] = [await person('ann'), await person('ben'), await person('cat')]
  const chat = await ann.tab('/messages/chat/ben/')
  const inbox = await ben.tab('/messages/')
  const outside = await cat.tab('/messages/')
  for (const page of [chat, inbox, outside]) await soon(page, isOnline)

  await chat.locator('#composer-text').fill(written)
  await soon(
    chat,
    `performance.getEntriesByType('resource').some(({ name }) => name.includes('/assets/parse-'))`,
  )
  await ann.context.setOffline(true)
  await chat.keyboard.press('Enter')
  await soon(chat, `${last}?.dataset.state === 'sending' && ${last}.querySelector('.text blockquote')`)
  const sending = await chat.evaluate(`${last}.querySelector('.text').innerHTML`)
  t.match(String(sending), '<strong>bold</strong> and <code>co &lt; de</code>')
  await ann.context.setOffline(false)
  await soon(chat, `['sent', 'delivered'].includes(${last}?.dataset.state) && ${last}.id === 'm-1'`)
  t.equal(
    await chat.evaluate(`${last}.querySelector('.text').innerHTML`),
    sending,
    'as it was while it was sent',
  )
  await chat.reload()
  t.equal(await chat.evaluate(`${last}.querySelector('.text').innerHTML`), sending, 'and as the page has it')

  const plain = 'bold and co < de, see this quote • item'
  const inRow = `document.querySelector('#conversations [data-slot="preview"]')?.textContent`
  const inBell = `document.querySelector('#bell-list [data-slot="preview"]')?.textContent`
  await soon(inbox, `${inRow} === ${JSON.stringify(plain)}`)
  await soon(inbox, `${inBell} === ${JSON.stringify(plain)}`)
  // Whatever is put in the place of what the server rendered is the same, from the first moment.
  await ben.context.addInitScript(watchPreviews)
  await inbox.reload()
  await soon(inbox, `window.first && document.querySelector('#bell-list > li') !== window.first`)
  t.strictSame([...new Set(await inbox.evaluate<string[]>('window.seen'))], [plain])
  t.equal(await outside.locator('#conversations > li, #bell-list > li').count(), 0, 'none of it for others')

  const history = await (await house.loggedIn('ben')).json('/messages/history/ann/?peek=1')
  t.equal(
    history.json<{ messages: { content: string }[] }>().messages[0]?.content,
    written,
    'kept as written',
  )
  t.strictSame(complaints, [])
})

t.test('what comes in is announced and notified in words alone', await needs('chromium'), async (t) => {
  const { person, write, origin } = await browserHouse(t)
  const ann = await person('ann')
  await ann.context.grantPermissions(['notifications'], { origin })
  await ann.context.addInitScript(`
    window.told = []
    window.Notification = class extends EventTarget {
      static permission = 'granted'
      constructor(title, { body }) { super(); window.told.push(title + ': ' + body) }
    }
    Object.defineProperty(document, 'visibilityState', { get: () => window.away ? 'hidden' : 'visible' })
  `)
  const chat = await ann.tab('/messages/chat/ben/')
  await soon(chat, isOnline)
  await write('ben', 'ann', 'so **very** `good`')
  await soon(chat, `document.querySelector('#announcer').textContent === 'Ben Demo: so very good'`)
  await chat.evaluate(`window.away = true; document.dispatchEvent(new Event('visibilitychange'))`)
  await write('ben', 'ann', '> and\n**more**')
  await soon(chat, `window.told.join() === 'Ben Demo: and more'`)
})

t.test(
  'marks stay as they were typed where what knows them cannot be had',
  await needs('chromium'),
  async (t) => {
    const { person } = await browserHouse(t)
    const ann = await person('ann')
    await ann.context.route('**/assets/parse-*.js', async (route) => await route.abort())
    const chat = await ann.tab('/messages/chat/ben/')
    await soon(chat, isOnline)
    await ann.context.setOffline(true)
    await chat.locator('#composer-text').fill('**bold** <b>')
    await chat.keyboard.press('Enter')
    await soon(chat, `${last}?.dataset.state === 'sending'`)
    t.equal(await chat.evaluate(`${last}.querySelector('.text').textContent`), '**bold** <b>')
    await ann.context.setOffline(false)
    await soon(chat, `${last}.querySelector('.text > strong')?.textContent === 'bold'`)
  },
)

t.test(
  'keys set marks and take them away, and undo takes back either',
  await needs('chromium'),
  async (t) => {
    const { person, complaints } = await browserHouse(t)
    const ann = await person('ann')
    const chat = await ann.tab('/messages/chat/ben/')
    await soon(chat, `document.activeElement.id === 'composer-text'`)
    const value = async () => await chat.locator('#composer-text').inputValue()
    const selected = async () => await chat.evaluate('getSelection().toString()')
    const press = async (...keys: string[]) => {
      for (const key of keys) await chat.keyboard.press(key)
    }
    await chat.keyboard.insertText('a word')
    await press('Control+Shift+ArrowLeft', 'Control+b')
    t.equal(await value(), 'a **word**')
    t.equal(await selected(), 'word')
    await press('Control+i')
    t.equal(await value(), 'a **_word_**')
    await press('Control+i', 'Control+b', 'Control+Shift+x')
    t.equal(await value(), 'a ~~word~~')
    await press('Control+z')
    t.equal(await value(), 'a word')
    await press('Control+z', 'Control+z', 'Control+z', 'Control+z')
    t.equal(await value(), 'a word', 'each step by itself')
    await press('Control+z')
    t.equal(await value(), '', 'and what was typed before')

    await press('Control+e')
    await chat.keyboard.type('x = 1')
    t.equal(await value(), '`x = 1`', 'with nothing selected one goes on within')
    await press('Control+a', 'Backspace')
    await chat.keyboard.type('one')
    await press('Shift+Enter')
    await chat.keyboard.type('two')
    await press('Control+a', 'Control+b')
    t.equal(await value(), '**one**\n**two**')
    await press('Control+b', 'Control+e')
    t.equal(await value(), '```\none\ntwo\n```')
    await press('Enter')
    await soon(chat, `${last}?.querySelector('pre > code')?.textContent === 'one\\ntwo\\n'`)
    t.strictSame(complaints, [])
  },
)

t.test('what one can write is a key away', await needs('chromium'), async (t) => {
  const { person, complaints } = await browserHouse(t)
  const ann = await person('ann')
  const chat = await ann.tab('/messages/chat/ben/')
  await soon(chat, `document.activeElement.id === 'composer-text'`)
  await chat.keyboard.press('Tab')
  await chat.keyboard.press('Enter')
  await soon(chat, `document.querySelector('#formatting').open`)
  t.equal(await chat.locator('#formatting strong').textContent(), 'bold')
  await chat.keyboard.press('Escape')
  await soon(chat, `document.activeElement.matches('.composer-help')`)
  await chat.keyboard.press('?')
  await soon(chat, `document.querySelector('#shortcuts').open`)
  await chat.keyboard.press('Tab')
  await chat.keyboard.press('Enter')
  await soon(chat, `document.querySelector('#formatting').open && !document.querySelector('#shortcuts').open`)
  await chat.keyboard.press('Escape')
  await soon(
    chat,
    `!document.querySelector('dialog[open]') && document.activeElement.matches('.composer-help')`,
  )
  t.strictSame(complaints, [])
})

t.test('on Apple’s systems it is Cmd', await needs('chromium'), async (t) => {
  const { person } = await browserHouse(t)
  const ann = await person('ann')
  await ann.context.addInitScript(`Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' })`)
  const chat = await ann.tab('/messages/chat/ben/')
  await soon(chat, `document.activeElement.id === 'composer-text'`)
  await chat.keyboard.press('Control+b')
  await chat.keyboard.press('Meta+b')
  await chat.keyboard.type('word')
  t.equal(await chat.locator('#composer-text').inputValue(), '**word**', 'once')
  t.equal(await chat.locator('#formatting kbd').first().textContent(), '⌘')
})

t.test('what is copied is what one saw', await needs('chromium'), async (t) => {
  const { person, write, origin } = await browserHouse(t)
  await write(
    'ben',
    'ann',
    'so **bold**:\n- one\n- two\n  - three\n\n3. a\n> quote\n> more\n```\nx  = 1\ny\n```\nthe `end`',
  )
  const ann = await person('ann')
  await ann.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
  const chat = await ann.tab('/messages/chat/ben/')
  await chat.evaluate(`getSelection().selectAllChildren(document.querySelector('#m-1 .text'))`)
  await chat.keyboard.press('Control+c')
  const copied = await chat.evaluate('navigator.clipboard.readText()')
  t.equal(copied, 'so bold:\n• one\n• two\n• three\n\n3. a\nquote\nmore\nx  = 1\ny\nthe end')
})

t.test('wide code scrolls by itself, by keyboard too', await needs('chromium'), async (t) => {
  const { person, write } = await browserHouse(t)
  await write('ben', 'ann', `\`\`\`\n${'wide '.repeat(60)}\n\`\`\`\n\`${'w'.repeat(300)}\``)
  await write('ann', 'ben', `> > - \`\`${'w'.repeat(300)}\`\`\n\`\`\`\n${'w'.repeat(300)}\n\`\`\``)
  const ann = await person('ann', { viewport: { width: 390, height: 740 } })
  const chat = await ann.tab('/messages/chat/ben/')
  t.equal(await chat.evaluate('document.documentElement.scrollWidth - innerWidth'), 0)
  t.ok(
    await chat.evaluate(
      `[...document.querySelectorAll('.bubble')].every((one) => one.getBoundingClientRect().right < innerWidth)`,
    ),
  )
  await chat.locator('#m-1 pre').focus()
  await chat.keyboard.press('ArrowRight')
  await soon(chat, `document.querySelector('#m-1 pre').scrollLeft > 0`)
})
