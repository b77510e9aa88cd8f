import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { StartError } from './serve.ts'

/** Makes a folder for data where it is missing; one that is there is left as it is. @throws StartError */
export function makeFolder(path: string): void {
  try {
    makeMissing(resolve(path))
  } catch (cause) {
    throw new StartError(`The data folder ${path} cannot be made: set PARLEY_DATA to one that can.`, {
      cause,
    })
  }
}

/** One by one: the system's /proc denies that a folder in it could exist, and Node's `recursive` then tries for ever. */
function makeMissing(path: string): void {
  if (existsSync(path)) return
  makeMissing(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(path)) throw error
  }
}
