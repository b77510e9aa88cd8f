import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './run-quietly.mjs'

const VERSION = '24.21.0'
/** Platforms for which npm has Node itself as a package. */
const PACKAGED = ['linux-x64', 'linux-arm64', 'darwin-x64', 'win-x64']

/**
 * The path of a Node that is new enough: the one running now, else one from npm. The program itself and not npx, so
 * that signals reach it; its path is remembered, since asking npx takes a second.
 */
export async function chooseNode(root) {
  if (isNewEnough(process.versions.node)) return process.execPath
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  if (!PACKAGED.includes(platform)) {
    throw new Error(
      `Parley needs Node ${VERSION} or newer (this is ${process.versions.node}): please install Node 24.`,
    )
  }
  const memory = join(root, 'node_modules', '.parley', `node-${VERSION}-${platform}`)
  const remembered = existsSync(memory) ? readFileSync(memory, 'utf8') : ''
  if (remembered && existsSync(remembered)) return remembered
  process.stderr.write(`Fetching Node ${VERSION} from npm (this is ${process.versions.node}) …\n`)
  const args = ['-y', '-p', `node-${platform}@${VERSION}`, 'node', '-p', 'process.execPath']
  const path = (await runQuietly('npx', args, { cwd: root, env: process.env })).trim().split('\n').at(-1)
  if (!path || !existsSync(path)) throw new Error(`npx gave no Node ${VERSION}: please install Node 24.`)
  mkdirSync(join(root, 'node_modules', '.parley'), { recursive: true })
  writeFileSync(memory, path)
  return path
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  const [wantedMajor, wantedMinor] = VERSION.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}
