import { needs } from '@parley/testing'
import t from 'tap'
import { accessSuite } from './access-suite.ts'
import { blockSuite } from './block-suite.ts'
import { onRealParts } from './installations.ts'
import { deletionSuite } from './deletion-suite.ts'
import { reportSuite } from './report-suite.ts'
import { groupsSuite } from './groups-suite.ts'
import { settingsSuite } from './settings-suite.ts'
import { surfaceSuite } from './surface-suite.ts'

t.setTimeout(120_000)

const parts = await needs('mongodb', 'nats', 'redis')

t.test('the public surface on two of each service and real parts', parts, async (t) => {
  const installation = await onRealParts(t)
  surfaceSuite(t, installation)
  accessSuite(t, installation)
  settingsSuite(t, installation)
  blockSuite(t, installation)
  reportSuite(t, installation)
  deletionSuite(t, installation)
  groupsSuite(t, installation)
})
