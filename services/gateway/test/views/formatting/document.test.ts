import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { parse } from '../../../src/views/formatting/parse.ts'
import { messageHtml } from '../../../src/views/text.ts'

t.test('pages show a text as the protocol says', async (t) => {
  const page = await readFile(join(import.meta.dirname, '../../../../../docs/protocol.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `` (.+?) `` \| `` (.+?) ``[^|]*\|$/gm)]
  t.equal(rows.length, 9)
  for (const [, written = '', shown = ''] of rows) {
    const html = messageHtml(written.replaceAll('↵', '\n'), parse)
    // Of what a page adds for itself nothing is said.
    const bare = html
      .replaceAll(/ (?:title|target|rel|role|tabindex)="[^"]*"/g, '')
      .replaceAll(/<span class="marker">[^<]*<\/span>/g, '')
    t.equal(bare.replaceAll('\n', '↵'), shown, written)
  }
})

t.test('what it says stays does', async (t) => {
  const page = await readFile(join(import.meta.dirname, '../../../../../docs/protocol.md'), 'utf8')
  const [, listed = ''] = /So (`snake_case`.*?) stay\./s.exec(page) ?? []
  const texts = [...listed.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
  t.ok(texts.length >= 5)
  for (const text of texts) t.same(parse(text), [text], text)
})
