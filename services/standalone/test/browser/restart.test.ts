import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs, want } from '@parley/testing'
import t from 'tap'
import { startParley } from '../start/program.ts'
import { inState, showsTexts, texts, write } from './chat-in-page.ts'
import { connection, holds, present } from './page-conditions.ts'
import { person } from './person-at-browser.ts'

t.setTimeout(180_000)

t.test('the whole system is killed under two pages', await needs('chromium'), async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const env = { PARLEY_DATA: folder }
  const first = await startParley(t, env)
  const browser = await want.chromium(t)
  const [ann, ben] = await Promise.all([person(browser, first.url, 'Ann'), person(browser, first.url, 'Ben')])
  const [annChat, benChat] = [await ann.chatWith(ben), await ben.chatWith(ann)]
  for (const page of [annChat, benChat]) await connection(page, 'online')
  await write(annChat, 'before')
  await showsTexts(benChat, ['before'])

  first.child.kill('SIGKILL')
  await first.ended
  for (let i = 0; i < 5; i += 1) {
    await write(annChat, `ann ${i}`)
    await write(benChat, `ben ${i}`)
  }
  t.equal(await annChat.locator('.message[data-state="sending"]').count(), 5)
  await connection(annChat, 'offline')

  await startParley(t, { ...env, PORT: String(first.port) })
  for (const page of [annChat, benChat]) {
    await holds(page, `document.querySelectorAll('.message:not([data-seq="0"])').length === 11`, 40_000)
    await connection(page, 'online')
  }
  const shown = await texts(annChat)
  await showsTexts(benChat, shown)
  for (const who of ['ann', 'ben']) {
    t.strictSame(
      shown.filter((text) => text.startsWith(`${who} `)),
      Array.from({ length: 5 }, (_, i) => `${who} ${i}`),
    )
  }
  await annChat.reload()
  await showsTexts(annChat, shown)
  await write(annChat, 'after')
  await showsTexts(benChat, [...shown, 'after'])
  await inState(annChat, 'after', 'read')
  await present(benChat, '#bell-badge[data-count="0"]')
})
