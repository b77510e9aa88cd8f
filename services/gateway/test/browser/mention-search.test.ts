import t from 'tap'
import { findMentionable, tokenAt } from '../../src/browser/chat/mention-search.ts'

t.test('what is written before the cursor is a mention or not', async (t) => {
  const at = (text: string) => tokenAt(text, text.length)
  t.strictSame(at('@'), { start: 0, end: 1, query: '' })
  t.strictSame(at('Hi @be'), { start: 3, end: 6, query: 'be' })
  t.strictSame(at('(@Bé'), { start: 1, end: 4, query: 'Bé' })
  t.strictSame(tokenAt('@ann and', 3), { start: 0, end: 3, query: 'an' })
  for (const text of ['', 'me@', 'me@ex', '@ann ', 'x/@a', '@@', `@${'a'.repeat(31)}`])
    t.equal(at(text), undefined, text)
})

t.test('members are found by username and by any word of their name, eight at most', async (t) => {
  const all = [
    { username: 'zoe', name: 'Ann Ünal' },
    { username: 'annika', name: 'Somebody' },
    { username: 'ben', name: 'Ben' },
    { username: 'all', name: 'Everybody in the group' },
  ]
  const names = (query: string) => findMentionable(all, query).map(({ username }) => username)
  t.strictSame(names('an'), ['annika', 'zoe'])
  t.strictSame(names('una'), ['zoe'])
  t.strictSame(names('Ünal'), ['zoe'])
  t.strictSame(names('a'), ['annika', 'zoe', 'all'])
  t.strictSame(names(''), ['zoe', 'annika', 'ben', 'all'])
  t.strictSame(names('x'), [])
  const thousand = Array.from({ length: 1_000 }, (_, i) => ({ username: `user${i}`, name: `User ${i}` }))
  t.equal(findMentionable(thousand, 'us').length, 8)
})
