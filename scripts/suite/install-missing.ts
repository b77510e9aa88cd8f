import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium, findNats, findRedis, givenUrl } from '../../packages/testing/src/index.ts'

/**
 * As root on Debian, installs from Debian's packages what the tests need and the machine lacks, and says so.
 * `PARLEY_TEST_INSTALL=0` turns that off. A failure is said too; the tests concerned are skipped then.
 */
export function installMissing(): void {
  const packages = [
    ...(findRedis() || givenUrl('REDIS_URL') ? [] : ['redis-server']),
    ...(findNats() || givenUrl('NATS_URL') ? [] : ['nats-server']),
    ...(findChromium() ? [] : ['chromium']),
  ]
  if (packages.length === 0 || process.env.PARLEY_TEST_INSTALL === '0') return
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  console.log(`Installing from Debian: ${packages.join(' ')} (PARLEY_TEST_INSTALL=0 turns this off)`)
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    // In this runlevel a package does not start its service.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
    const { status, stderr, error } = spawnSync('apt-get', args, { env, encoding: 'utf8' })
    if (status !== 0) return console.error(`apt-get ${args[0]} failed: ${error?.message ?? stderr}`)
  }
}
