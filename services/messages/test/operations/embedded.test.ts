import t from 'tap'
import { arrangeSuite } from './arrange-suite.ts'
import { blocksSuite } from './blocks-suite.ts'
import { changeSuite } from './change-suite.ts'
import { comingsSuite } from './comings-suite.ts'
import { forwardSuite } from './forward-suite.ts'
import { countsSuite } from './counts-suite.ts'
import { groupsSuite } from './groups-suite.ts'
import { embedded } from './service.ts'
import { deletedSuite } from './deleted-suite.ts'
import { reportsSuite } from './reports-suite.ts'
import { pinSuite } from './pin-suite.ts'
import { savedSuite } from './saved-suite.ts'
import { operationsSuite } from './suite.ts'
import { unreadSuite } from './unread-suite.ts'

t.setTimeout(120_000)

t.test('in one process, on SQLite', async (t) => {
  const service = await embedded(t)
  await operationsSuite(t, service)
  await changeSuite(t, service)
  await forwardSuite(t, service)
  await pinSuite(t, service)
  await savedSuite(t, service)
  await countsSuite(t, service)
  await groupsSuite(t, service)
  await comingsSuite(t, service)
  await blocksSuite(t, service)
  await reportsSuite(t, service)
  await deletedSuite(t, service)
  // These let time pass, and come last.
  await arrangeSuite(t, service)
  await unreadSuite(t, service)
})
