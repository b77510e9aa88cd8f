import { needs, tcpProxy, waitFor, want } from '@parley/testing'
import t from 'tap'
import { embedded } from '../installations.ts'
import { showsTexts, texts, write } from './chat-in-page.ts'
import { frontDoor } from './front-door.ts'
import { connection, holds, present, visible } from './page-conditions.ts'
import { person } from './person-at-browser.ts'

t.setTimeout(180_000)

t.test('a network that goes and comes', await needs('chromium'), async (t) => {
  const { urls } = await embedded(t)
  const browser = await want.chromium(t)

  t.test('what is written offline waits, goes once and in order; what was missed comes once', async (t) => {
    const [ann, ben] = await Promise.all([person(browser, urls[0], 'Ann'), person(browser, urls[0], 'Ben')])
    const [annChat, benChat] = [await ann.chatWith(ben), await ben.chatWith(ann)]
    for (const page of [annChat, benChat]) await connection(page, 'online')
    await write(annChat, 'before')
    await showsTexts(benChat, ['before'])

    await ann.context.setOffline(true)
    await connection(annChat, 'offline')
    await visible(annChat, '#connection :text("You are offline")')
    const waiting = ['while away', 'and another', 'and a third']
    for (const text of waiting) await write(annChat, text)
    await present(annChat, '.message:has-text("and a third")[data-state="sending"]')
    const failed: string[] = []
    annChat.on('requestfailed', (request) =>
      failed.push(`${request.method()} ${new URL(request.url()).pathname}`),
    )
    await waitFor(() => failed.length >= 3, { what: 'several tries', timeoutMs: 20_000 })
    t.strictSame([...new Set(failed)], ['GET /session'], 'no message goes into nowhere')
    t.equal(await annChat.locator('.message[data-state="sending"]').count(), 3)
    const missed = ['missed one', 'missed two']
    for (const text of missed) await write(benChat, text)
    await present(benChat, '.message:has-text("missed two"):not([data-seq="0"])')

    await ann.context.setOffline(false)
    await connection(annChat, 'online')
    await holds(annChat, `document.querySelectorAll('.message:not([data-seq="0"])').length === 6`)
    const shown = await texts(annChat)
    t.strictSame(shown, ['before', ...missed, ...waiting])
    await showsTexts(benChat, shown)
    t.strictSame(await seqs(annChat), [1, 2, 3, 4, 5, 6])
    await annChat.reload()
    await showsTexts(annChat, shown)
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })

  t.test('where only sockets are refused, messages go by HTTP, once, and the page says so', async (t) => {
    const door = await frontDoor(t, urls[0])
    const [ann, ben] = await Promise.all([person(browser, door.url, 'Ann'), person(browser, urls[0], 'Ben')])
    const [annChat, benChat] = [await ann.chatWith(ben), await ben.chatWith(ann)]
    for (const page of [annChat, benChat]) await connection(page, 'online')
    const posts: string[] = []
    annChat.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request.postData() ?? '')
    })
    door.refuseSockets()
    await write(annChat, 'by another way')
    await write(annChat, 'and again')
    await connection(annChat, 'http')
    await visible(annChat, '#connection :text("Messages are still sent")')
    await showsTexts(benChat, ['by another way', 'and again'])
    await present(annChat, '.message:has-text("and again"):not([data-seq="0"])')
    t.equal(posts.length, 2)
    const ids = await annChat.evaluate(
      `[...document.querySelectorAll('.message')].map((one) => one.dataset.clientId)`,
    )
    t.strictSame(
      ids,
      posts.map((body) => clientIdOf(body)),
      'the same client ids on the way',
    )
    await write(benChat, 'meanwhile')
    await present(benChat, '.message:has-text("meanwhile"):not([data-seq="0"])')

    door.letSockets()
    await connection(annChat, 'online')
    await showsTexts(annChat, ['by another way', 'and again', 'meanwhile'])
    await write(annChat, 'by the socket')
    await showsTexts(benChat, ['by another way', 'and again', 'meanwhile', 'by the socket'])
    t.equal(posts.length, 2)
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })

  t.test('an answer that is lost on the way makes no second message', async (t) => {
    const wire = await tcpProxy(urls[0])
    t.teardown(() => wire.close())
    const [ann, ben] = await Promise.all([
      person(browser, `http://127.0.0.1:${wire.port}`, 'Ann'),
      person(browser, urls[0], 'Ben'),
    ])
    const [annChat, benChat] = [await ann.chatWith(ben), await ben.chatWith(ann)]
    for (const page of [annChat, benChat]) await connection(page, 'online')
    wire.drop('to client')
    await write(annChat, 'said once')
    await showsTexts(benChat, ['said once'])
    t.match(await annChat.locator('.message').getAttribute('data-state'), /sending|unknown/)
    await wire.restore()
    await present(annChat, '.message:not([data-seq="0"])')
    await write(annChat, 'and then this')
    await showsTexts(benChat, ['said once', 'and then this'])
    await showsTexts(annChat, ['said once', 'and then this'])
    await Promise.all([ann, ben].map(({ context }) => context.close()))
  })
})

function clientIdOf(body: string): string {
  const parsed: unknown = JSON.parse(body)
  return typeof parsed === 'object' && parsed !== null && 'client_id' in parsed
    ? String(parsed.client_id)
    : ''
}

async function seqs(page: Awaited<ReturnType<Awaited<ReturnType<typeof person>>['tab']>>): Promise<unknown> {
  return await page.evaluate(
    `[...document.querySelectorAll('.message')].map((one) => Number(one.dataset.seq))`,
  )
}
