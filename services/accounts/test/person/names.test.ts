import assert from 'node:assert/strict'
import { characters, isBlank, isSoundText, ParleyError } from '@parley/contracts'
import fc from 'fast-check'
import t from 'tap'
import { newAccountId } from '../../src/person/account-id.ts'
import { importedDisplayName, newDisplayName } from '../../src/person/display-name.ts'
import { searchPrefix, searchTerms } from '../../src/person/search-terms.ts'
import { newUsername } from '../../src/person/username.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 90 }),
  fc.string({ unit: 'grapheme', maxLength: 90 }),
  fc.string({
    unit: fc.constantFrom('a', 'Z', '_', ' ', 'é', 'ß', '\u202e', '\u200b', '\n', '🦊', 'İ', 'ﷺ'),
  }),
)

t.test('a username is either refused or one that needs no more changing', async () => {
  const typed = fc.oneof(anyText, fc.stringMatching(/^ ?[A-Za-z0-9_]{2,31} ?$/))
  fc.assert(
    fc.property(typed, (text) => {
      const username = accepted(() => newUsername(text), 'username')
      if (username === undefined) return
      assert.match(username, /^[a-z0-9_]{3,30}$/)
      assert.equal(newUsername(username.toUpperCase()), username)
    }),
  )
})

t.test('a display name is either refused or visible, short and without tricks', async () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const name = accepted(() => newDisplayName(text, 'fallback'), 'display_name')
      if (name !== undefined) assertGoodName(name)
      if (name !== undefined) assert.equal(newDisplayName(name, 'fallback'), name)
      assertGoodName(importedDisplayName(text, 'fallback'))
    }),
  )
})

t.test('whoever is searched by the beginning of a word is found', async () => {
  const word = fc.stringMatching(/^[a-zA-ZäöüßéñçøåΑ-Ωα-ω]{1,12}$/)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (words, at, length) => {
      const terms = searchTerms('someone', words.join(' '))
      const from = words.slice(at % words.length).join(' ')
      const query = from.slice(0, 1 + (length % from.length))
      for (const asked of [query, query.toUpperCase(), query.toLowerCase(), query.normalize('NFD')])
        assert.ok(
          terms.some((term) => term.startsWith(searchPrefix(asked))),
          `${asked} in ${terms.join('|')}`,
        )
    }),
  )
})

t.test('search terms stay few and short whatever a name is', async () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const terms = searchTerms('someone', text)
      assert.ok(terms.length <= 21)
      for (const term of terms) assert.ok(term.length <= 100)
    }),
  )
  t.same(searchTerms('zoe_1', 'Zoë  "Łuk" Straße ΟΔΟΣ'), [
    'zoe_1',
    'zoe łuk strasse οδοσ',
    'łuk strasse οδοσ',
    'strasse οδοσ',
    'οδοσ',
  ])
  t.equal(searchPrefix(' @Zoe_1 '), 'zoe_1')
  t.equal(searchPrefix(' – '), '')
})

t.test('ids are of their own and never the same', async (t) => {
  const ids = new Set(Array.from({ length: 2_000 }, newAccountId))
  t.equal(ids.size, 2_000)
  for (const id of ids) assert.match(id, /^[a-z0-9]{20}$/)
})

function accepted(make: () => string, field: string): string | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'INVALID' && error.field === field) return undefined
    throw error
  }
}

function assertGoodName(name: string): void {
  assert.ok(isSoundText(name, 64) && characters(name) >= 1, JSON.stringify(name))
  assert.equal(isBlank(name), false)
  assert.equal(name, name.trim())
  assert.doesNotMatch(name, /[\u202a-\u202e\u2066-\u2069\n\r\0]/)
}
