import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { StartError } from '@parley/service'
import { type ArchiveLine, archiveLines, archiveVersion, type Counts, headers } from './archive-lines.ts'

/** The lines of an archive after the first and before the last, in order. @throws StartError where it is none, or not whole */
export async function* readArchive(path: string): AsyncGenerator<Exclude<ArchiveLine, { end: unknown }>> {
  const counts: Counts = { people: 0, conversations: 0, entries: 0 }
  let isFirst = true
  let end: Counts | undefined
  for await (const value of valuesOf(path)) {
    if (isFirst) checkHeader(path, value)
    else if (end !== undefined || !archiveLines.Check(value)) throw damaged(path)
    else if ('end' in value) end = value.end
    else {
      count(counts, value)
      yield value
    }
    isFirst = false
  }
  if (end === undefined || !isSame(counts, end)) throw damaged(path)
}

async function* valuesOf(path: string): AsyncGenerator<unknown> {
  const source = createReadStream(path)
  const plain = createGunzip()
  source.on('error', (error) => plain.destroy(error))
  try {
    for await (const line of createInterface({ input: source.pipe(plain), crlfDelay: Infinity }))
      yield JSON.parse(line)
  } catch (cause) {
    if (cause instanceof StartError) throw cause
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    throw isMissing ? new StartError(`There is no file ${path}.`, { cause }) : damaged(path, cause)
  } finally {
    source.destroy()
    plain.destroy()
  }
}

function checkHeader(path: string, value: unknown): void {
  if (!headers.Check(value)) throw new StartError(`${path} is no backup of Parley.`)
  if (value.version > archiveVersion)
    throw new StartError(
      `${path} is of a newer version of Parley (${value.version}, this one knows ${archiveVersion}): use that version.`,
    )
}

function count(counts: Counts, line: Exclude<ArchiveLine, { end: unknown }>): void {
  if ('kept' in line) counts.people += line.kept.people.length
  else if ('log' in line) {
    counts.entries += line.log.entries.length
    if (line.log.pointers.length > 0) counts.conversations += 1
  }
}

function isSame(one: Counts, other: Counts): boolean {
  return (
    one.people === other.people && one.conversations === other.conversations && one.entries === other.entries
  )
}

function damaged(path: string, cause?: unknown): StartError {
  return new StartError(`${path} is damaged, or cut off: nothing can be restored from it.`, { cause })
}
