import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeFolder, StartError } from '@parley/service'

/** Grows when an older program could no longer read the folder. */
const version = 1

export interface DataFolder {
  path: string
  file(name: string): string
  /** The secret kept here, made at the first start. */
  secret(): string
  /** Ends the lock; also the death of the process does. */
  close(): void
}

/**
 * Makes the folder if need be and locks it for this process.
 * @throws StartError where it cannot be written, is in use, or was written by a newer version
 */
export function openDataFolder(given: string): DataFolder {
  const path = resolve(given)
  makeFolder(path)
  tryWriting(path)
  const lock = lockFolder(path)
  try {
    checkVersion(path)
  } catch (error) {
    lock.close()
    throw error
  }
  const file = (name: string): string => join(path, name)
  return { path, file, secret: () => keptSecret(file('secret')), close: () => lock.close() }
}

/** Whether a process has the folder now; a file that tells of one may be left from a process that was killed. */
export function isInUse(given: string): boolean {
  const path = resolve(given)
  if (!existsSync(join(path, 'lock.sqlite'))) return false
  try {
    lockFolder(path).close()
    return false
  } catch (error) {
    if (error instanceof StartError) return true
    throw error
  }
}

function tryWriting(path: string): void {
  try {
    const probe = join(path, `.write-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (cause) {
    throw new StartError(`The data folder ${path} cannot be written: change its owner, or set PARLEY_DATA.`, {
      cause,
    })
  }
}

/** SQLite's own lock on a file: the system ends it with the process, however that ends. */
function lockFolder(path: string): DatabaseSync {
  const database = new DatabaseSync(join(path, 'lock.sqlite'), { timeout: 0 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
    return database
  } catch (cause) {
    database.close()
    throw new StartError(
      `The data folder ${path} is in use by another Parley: end that one, or set PARLEY_DATA.`,
      { cause },
    )
  }
}

function checkVersion(path: string): void {
  const file = join(path, 'version')
  if (!existsSync(file)) return writeFileSync(file, `${version}\n`)
  const found = Number(readFileSync(file, 'utf8'))
  if (found === version) return
  throw new StartError(
    `The data folder ${path} is of a newer version of Parley (${found}, this one knows ${version}): start that version.`,
  )
}

/** The secret of a folder that another process has. @throws StartError where there is none */
export function readSecret(path: string): string {
  try {
    return readFileSync(join(path, 'secret'), 'utf8').trim()
  } catch (cause) {
    throw new StartError(`There is no secret in ${path}: set PARLEY_SECRET to that of the running system.`, {
      cause,
    })
  }
}

function keptSecret(file: string): string {
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}
