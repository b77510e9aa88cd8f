import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HasTeardown } from '@parley/testing'

/** A data folder that does not exist yet, in a folder that goes with the test. */
export function newDataFolder(t: HasTeardown): string {
  const parent = mkdtempSync(join(tmpdir(), 'parley-test-'))
  t.teardown(() => rmSync(parent, { recursive: true, force: true }))
  return join(parent, 'data')
}
