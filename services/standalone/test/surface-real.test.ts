import { needs } from '@parley/testing'
import t from 'tap'
import { accessSuite } from './access-suite.ts'
import { onRealParts } from './installations.ts'
import { groupsSuite } from './groups-suite.ts'
import { settingsSuite } from './settings-suite.ts'
import { surfaceSuite } from './surface-suite.ts'

const parts = await needs('mongodb', 'nats', 'redis')

t.test('the public surface on two of each service and real parts', parts, async (t) => {
  const installation = await onRealParts(t)
  surfaceSuite(t, installation)
  accessSuite(t, installation)
  settingsSuite(t, installation)
  groupsSuite(t, installation)
})
