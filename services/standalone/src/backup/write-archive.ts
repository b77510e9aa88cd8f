import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { StartError } from '@parley/service'

/**
 * Writes lines of JSON, compressed, for nobody else to read. Under its name the file is there when it is whole and on
 * the disk, and not before. @throws StartError where it cannot be written
 */
export async function writeArchive(path: string, lines: AsyncIterable<object>): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const target = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true })
    await once(target, 'open')
    await pipeline(Readable.from(textOf(lines)), createGzip(), target)
    await rename(unfinished, path)
  } catch (cause) {
    await rm(unfinished, { force: true })
    if (!isOfFiles(cause)) throw cause
    throw new StartError(`${path} cannot be written: see that its folder is there, yours, and not full.`, {
      cause,
    })
  }
}

/** What the system says of files has a path or a full disk in it. */
function isOfFiles(error: unknown): boolean {
  return (
    error instanceof Error &&
    'syscall' in error &&
    ['open', 'write', 'fsync', 'rename'].includes(String(error.syscall))
  )
}

async function* textOf(lines: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`
}
