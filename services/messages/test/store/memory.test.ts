import t from 'tap'
import { MemoryStore } from '../log/memory-store.ts'
import { arrangeSuite } from './arrange-suite.ts'
import { blocksSuite } from './blocks-suite.ts'
import { changesSuite } from './changes-suite.ts'
import { groupsSuite } from './groups-suite.ts'
import { reportsSuite } from './reports-suite.ts'
import { savedSuite } from './saved-suite.ts'
import { storeSuite } from './suite.ts'

// The model that the log is tested on is held to what it stands for.
t.test('suite', (t) => storeSuite(t, async () => new MemoryStore()))
t.test('changes', (t) => changesSuite(t, async () => new MemoryStore()))
t.test('saved', (t) => savedSuite(t, async () => new MemoryStore()))
t.test('arranged', (t) => arrangeSuite(t, async () => new MemoryStore()))
t.test('groups', (t) => groupsSuite(t, async () => new MemoryStore()))
t.test('blocks', (t) => blocksSuite(t, async () => new MemoryStore()))
t.test('reports', (t) => reportsSuite(t, async () => new MemoryStore()))
