import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runQuietly } from './run-quietly.mjs'

/** Installs what the lock file says, unless that has been done for this very lock file and these package.json files. */
export async function installDependencies(root, env) {
  const state = join(root, 'node_modules', '.parley')
  const stamp = join(state, 'installed')
  const wanted = fingerprint(root)
  const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isInstalled()) return
  mkdirSync(state, { recursive: true })
  await locked(join(state, 'installing'), async () => {
    if (isInstalled()) return // by the one that was waited for
    process.stderr.write('Installing dependencies …\n')
    const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const args = ['-y', packageManager, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false']
    await runQuietly('npx', args, { cwd: root, env })
    mkdirSync(state, { recursive: true }) // in case it was purged with the rest
    writeFileSync(stamp, wanted)
  })
}

function fingerprint(root) {
  const manifests = ['packages', 'services']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')))
    .sort((a, b) => (a < b ? -1 : 1))
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** One process at a time. Its holder's death ends a lock; should two take a dead one's place, the work is done twice. */
async function locked(file, work) {
  let said = false
  while (!take(file)) {
    if (!said) process.stderr.write('Waiting for another start to install dependencies …\n')
    said = true
    await sleep(200)
  }
  try {
    await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isHeld(file)) rmSync(file, { force: true })
    return false
  }
}

function isHeld(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    if (pid > 0) process.kill(pid, 0)
    return true // without a number yet: it is being written
  } catch (error) {
    return error.code === 'EPERM'
  }
}
