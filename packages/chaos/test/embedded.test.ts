import t from 'tap'
import { shortRun } from './short-run.ts'

t.test('one process that is killed, frozen and cut off', (t) =>
  shortRun(t, { embedded: true, seed: 'short1' }),
)
