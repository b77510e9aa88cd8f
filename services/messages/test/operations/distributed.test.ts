import { needs } from '@parley/testing'
import t from 'tap'
import { countsSuite } from './counts-suite.ts'
import { distributed } from './service.ts'
import { operationsSuite } from './suite.ts'
import { unreadSuite } from './unread-suite.ts'

t.setTimeout(120_000)

t.test('two instances, on MongoDB and NATS', await needs('mongodb', 'own nats'), async (t) => {
  const service = await distributed(t)
  await operationsSuite(t, service)
  await unreadSuite(t, service)
  await countsSuite(t, service)
})
