import t from 'tap'
import { readCommandLine } from '../src/command-line.ts'
import { chosenScenarios } from '../src/scenarios/chosen.ts'

t.test('what nobody asks for is as the documents say', async (t) => {
  const { target, seconds, pairs, window, connections, sockets, list } = readCommandLine([])
  t.same(
    { target, seconds, pairs, window, connections, sockets, list },
    {
      target: { kind: 'embedded' },
      seconds: 10,
      pairs: 25,
      window: 4,
      connections: 8,
      sockets: 10_000,
      list: false,
    },
  )
})

t.test('a foreign installation is not stopped and not filled', async (t) => {
  const options = readCommandLine(['--url', 'http://127.0.0.1:1', '--url', 'http://127.0.0.1:2'])
  t.same(options.target, { kind: 'url', urls: ['http://127.0.0.1:1', 'http://127.0.0.1:2'] })
  const names = chosenScenarios(options).map(({ name }) => name)
  for (const name of ['idle', 'recover', 'grow']) t.notOk(names.includes(name), name)
  t.throws(() => chosenScenarios({ ...options, scenarios: ['recover'] }), { name: 'StartError' })
})

for (const args of [
  ['--seconds', '0'],
  ['--rate', 'fast'],
  ['--embedded', '--real'],
  ['--url', 'nowhere'],
  ['--unknown'],
]) {
  t.test(`${args.join(' ')} is refused in words`, async (t) => {
    t.throws(() => readCommandLine(args), { name: 'StartError' })
  })
}

t.test('a scenario that there is not is refused', async (t) => {
  t.throws(() => chosenScenarios(readCommandLine(['speed'])), { name: 'StartError' })
})
