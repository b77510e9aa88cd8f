import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { closeCodes } from '../../packages/contracts/src/close-codes.ts'
import { errorTable } from '../../packages/contracts/src/parley-error.ts'

const text = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8')

/** The rows of the table with this head. */
function rowsUnder(head: string): string[][] {
  const lines = text
    .slice(text.indexOf(`${head}\n`))
    .split('\n')
    .slice(2)
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

t.test('docs/errors.md has the table of errors, row by row', async (t) => {
  const rows = Object.entries(errorTable).map(([code, { status, retry, sentence }]) => [
    `\`${code}\``,
    String(status),
    retry ? 'yes' : 'no',
    sentence,
  ])
  t.same(rowsUnder('| code | HTTP | a retry helps | what a person reads |'), rows)
})

t.test('it says of each code what it means', async (t) => {
  for (const code of Object.keys(errorTable)) t.match(text, `**${code}.**`)
})

t.test('it has each close code of the sockets', async (t) => {
  const rows = rowsUnder('| code | name | why |').map(([code, name]) => [code, name])
  t.same(
    rows,
    Object.entries(closeCodes).map(([name, code]) => [String(code), `\`${name}\``]),
  )
})
