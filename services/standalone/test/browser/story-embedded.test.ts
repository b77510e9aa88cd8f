import { needs, want } from '@parley/testing'
import t from 'tap'
import { embedded } from '../installations.ts'
import { storySuite } from './story-suite.ts'

t.setTimeout(180_000)

t.test('the story in one process', await needs('chromium'), async (t) => {
  const installation = await embedded(t)
  const browser = await want.chromium(t)
  storySuite(t, installation, () => browser)
})
