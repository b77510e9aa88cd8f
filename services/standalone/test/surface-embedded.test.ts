import t from 'tap'
import { accessSuite } from './access-suite.ts'
import { embedded } from './installations.ts'
import { groupsSuite } from './groups-suite.ts'
import { settingsSuite } from './settings-suite.ts'
import { surfaceSuite } from './surface-suite.ts'

t.test('the public surface in one process', async (t) => {
  const installation = await embedded(t)
  surfaceSuite(t, installation)
  accessSuite(t, installation)
  settingsSuite(t, installation)
  groupsSuite(t, installation)
})
