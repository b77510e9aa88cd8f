import { needs, startNats } from '@parley/testing'
import t from 'tap'
import { natsBus } from '../src/index.ts'
import { busSuite } from './suite.ts'

t.test('a bus over NATS', await needs('own nats'), async (t) => {
  const server = await startNats({ user: 'parley', password: 'p@ss:word/1' })
  t.teardown(() => server.stop())
  busSuite(t, {
    keepsForAbsent: true,
    async connect(test) {
      const bus = await natsBus({ url: server.url, name: 'test', onError: () => undefined })
      test.teardown(() => bus.close())
      return bus
    },
  })
})
