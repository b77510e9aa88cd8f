import { createHash } from 'node:crypto'
import { access, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetManifest } from './build.ts'

export interface BuildRecord {
  /** Path of each file that went in, with a hash of its content. */
  inputs: Readonly<Record<string, string>>
  /** Names of the files in the folder. */
  outputs: readonly string[]
  manifest: AssetManifest
}

const recordName = 'build-record.json'

/** The manifest of the last build, if it is whole and all that went into it is as it was; otherwise undefined. */
export async function readRecord(outDir: string): Promise<AssetManifest | undefined> {
  try {
    const record = JSON.parse(await readFile(join(outDir, recordName), 'utf8')) as BuildRecord
    const now = await fingerprints(Object.keys(record.inputs))
    if (Object.entries(record.inputs).some(([path, hash]) => now[path] !== hash)) return undefined
    await Promise.all(record.outputs.map((name) => access(join(outDir, name))))
    return record.manifest
  } catch {
    // Missing, broken or of another shape: all of it means the same, to build anew.
    return undefined
  }
}

/** Written last, and at once: a build that was interrupted leaves no record. */
export async function writeRecord(outDir: string, record: BuildRecord): Promise<void> {
  const draft = join(outDir, `${recordName}.${process.pid}`)
  await writeFile(draft, JSON.stringify(record))
  await rename(draft, join(outDir, recordName))
}

/** Hashes of files by their paths. A file that is not there has a fingerprint too: its coming is a change. */
export async function fingerprints(paths: readonly string[]): Promise<Record<string, string>> {
  const entries = await Promise.all(
    paths.map(async (path) => {
      return [path, await fingerprint(path)] as const
    }),
  )
  return Object.fromEntries(entries)
}

async function fingerprint(path: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'missing'
    throw error
  }
}
