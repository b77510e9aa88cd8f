import { needs } from '@parley/testing'
import t from 'tap'
import { shortRun } from './short-run.ts'

t.test(
  'two of each service on real servers, killed, frozen and cut off',
  await needs('own mongodb', 'own nats', 'own redis'),
  (t) => shortRun(t, { embedded: false, seed: 'short1' }),
)
