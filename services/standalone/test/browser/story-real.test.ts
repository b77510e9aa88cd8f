import { needs, want } from '@parley/testing'
import t from 'tap'
import { onRealParts } from '../installations.ts'
import { storySuite } from './story-suite.ts'

t.setTimeout(240_000)

t.test(
  'the story on MongoDB, NATS and Redis, one person at each gateway',
  await needs('chromium', 'mongodb', 'nats', 'redis'),
  async (t) => {
    const installation = await onRealParts(t)
    const browser = await want.chromium(t)
    storySuite(t, installation, () => browser)
  },
)
