import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Finding, ill, well, wordsOf } from './finding.ts'

const needed = [24, 21] as const
const minFreeBytes = 500 * 1024 * 1024

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const enough = major > needed[0] || (major === needed[0] && minor >= needed[1])
  if (enough) return well('Node', version)
  return ill('Node', `${version} is too old`, `Install Node ${needed.join('.')} or newer.`)
}

/** A folder that is not there yet is well where it can be made. */
export function checkDataFolder(given: string): Finding {
  const path = resolve(given)
  const existing = nearestExisting(path)
  try {
    accessSync(existing, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(existing)
    const free = `${Math.round((bavail * bsize) / 1024 ** 2).toLocaleString('en')} MB free`
    if (bavail * bsize < minFreeBytes)
      return ill('Data folder', `${path}: only ${free}`, 'Make room on that disk, or set PARLEY_DATA.')
    return well('Data folder', `${path}, ${existing === path ? free : `made at the first start, ${free}`}`)
  } catch (error) {
    return ill('Data folder', `${path}: ${wordsOf(error)}`, 'Change its owner, or set PARLEY_DATA.')
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path))
}
