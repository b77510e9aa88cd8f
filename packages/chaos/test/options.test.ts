import t from 'tap'
import { readOptions, UsageError } from '../src/options.ts'
import { minimumsFor, shortfalls } from '../src/tally.ts'

t.test('what the command takes', async (t) => {
  t.match(readOptions([]), { faults: 30, embedded: false, people: 16 })
  t.match(readOptions(['--faults', '7', '--seed', 'abc', '--embedded', '--seconds', '60']), {
    faults: 7,
    seed: 'abc',
    embedded: true,
    seconds: 60,
  })
  t.not(readOptions([]).seed, readOptions([]).seed, 'without a seed, another one each time')
  for (const wrong of [['--faults', '0'], ['--faults', 'x'], ['--seed', 'a b'], ['--unknown'], ['more']])
    t.throws(() => readOptions(wrong), UsageError, wrong.join(' '))
})

t.test('a run in which too little happened says so', async (t) => {
  t.same(shortfalls(minimumsFor(10)), [])
  for (const name of ['messages', 'resumes', 'metSends'] as const)
    t.equal(shortfalls({ ...minimumsFor(10), [name]: minimumsFor(10)[name] - 1, faults: 10 }).length, 1, name)
  t.equal(shortfalls({ ...minimumsFor(10), faults: 10 }).length, 0)
})
