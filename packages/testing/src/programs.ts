import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathFolders } from '@parley/servers'

/** Beside the repository there may be a folder with servers that the machine's packages lack. */
const BESIDE = join(import.meta.dirname, '../../../../shared/servers/bin')

/** Whether there is such a folder: then a run has all it needs, and nothing of it has to be skipped. */
export function hasServersBeside(): boolean {
  return existsSync(BESIDE)
}

/** Where tests look for programs. */
export function testFolders(): string[] {
  return [...pathFolders(), BESIDE]
}
