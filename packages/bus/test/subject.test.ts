import fc from 'fast-check'
import t from 'tap'
import { subjectMatcher } from '../src/subject.ts'

const token = fc.constantFrom('a', 'b', 'c')
const subject = fc.array(token, { minLength: 1, maxLength: 4 })

t.test('a pattern made from a subject matches it, and only what agrees in the other tokens', async (t) => {
  fc.assert(
    fc.property(
      subject,
      subject,
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      (from, other, stars) => {
        const matches = subjectMatcher(from.map((one, i) => (stars[i] ? '*' : one)).join('.'))
        const agrees = other.length === from.length && other.every((one, i) => stars[i] || one === from[i])
        return matches(from.join('.')) && matches(other.join('.')) === agrees
      },
    ),
  )
  t.pass()
})

t.test('> stands for one token or more', async (t) => {
  fc.assert(
    fc.property(subject, subject, (start, other) => {
      const matches = subjectMatcher(`${start.join('.')}.>`)
      const agrees = other.length > start.length && start.every((one, i) => one === other[i])
      return matches([...start, 'x'].join('.')) && matches(other.join('.')) === agrees
    }),
  )
  t.notOk(subjectMatcher('a.>')('a'))
})
