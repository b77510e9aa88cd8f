import { type House, startEmbedded, startReal } from '@parley/bench/house'
import { groupId } from '@parley/contracts'
import { serviceCredential } from '@parley/service'
import { BusFuzzer } from './bus-fuzzer.ts'
import { Canary } from './canary.ts'
import { FrameFuzzer } from './frame-fuzzer.ts'
import { HttpFuzzer } from './http-fuzzer.ts'
import { targetsOf } from './open-api.ts'
import type { Options } from './options.ts'
import { pageTargets } from './page-targets.ts'
import { type Cast, gatherCast } from './people.ts'
import { complain, newReport, type Report } from './report.ts'

/** Whoever is logged out is nobody: what ends the session is not asked for in it. */
const endsSession = new Set(['/logout', '/settings/sessions/end-others/', '/v1/own/sessions/end-others'])
const requestsAtOnce = 6
const socketsAtOnce = 3
const grownByAtMost = 96 * 1024 * 1024
const mega = 1024 * 1024

/** Starts an installation, says everything to it that it should not hear, and looks whether that did any harm. */
export async function fuzz(options: Options): Promise<Report> {
  const house = await (options.real ? startReal : startEmbedded)({ gateways: 1, messages: 1 })
  try {
    return await attack(house, options)
  } finally {
    await house.close()
  }
}

async function attack(house: House, { seconds, seed }: Options): Promise<Report> {
  const report = newReport(seed)
  const [url = ''] = house.urls
  const cast = await gatherCast(url, seed)
  const pids = () => house.processes().map(({ pid }) => pid)
  const before = pids().join()
  const canary = await Canary.open(cast, report)
  const frames = new FrameFuzzer(cast, report, seed)
  const http = new HttpFuzzer(await httpParts(house, cast, report, seed))
  const { natsUrl } = house.inside ?? {}
  const bus = natsUrl ? await BusFuzzer.open(natsUrl, cast, report, seed) : undefined

  // Caches fill first; what grows after that is looked at.
  const warmUntil = performance.now() + seconds * 250
  const endAt = performance.now() + seconds * 1_000
  const all = (until: number) => [
    ...Array.from({ length: requestsAtOnce }, () => repeat(() => http.once(), until)),
    ...Array.from({ length: socketsAtOnce }, () => repeat(() => frames.once(), until)),
    ...(bus ? [repeat(() => bus.once(), until)] : []),
    repeat(() => canary.sing(), until),
  ]
  await Promise.all(all(warmUntil))
  const heapBefore = await house.collectGarbage?.()
  await Promise.all(all(endAt))
  await canary.end()
  await bus?.close()

  house.assertRunning()
  if (pids().join() !== before) complain(report, 'a process is another one than at the start')
  for (const [name, bytes] of (await house.collectGarbage?.()) ?? []) {
    const grown = bytes - (heapBefore?.get(name) ?? bytes)
    if (grown > grownByAtMost) complain(report, `${name} has grown by ${Math.round(grown / mega)} MB`)
  }
  for (const line of house.complaints?.() ?? []) if (isFailure(line)) complain(report, line.slice(0, 600))
  return report
}

async function httpParts(house: House, cast: Cast, report: Report, seed: number) {
  const [gateway = ''] = house.urls
  const { owners = {}, secret = '' } = house.inside ?? {}
  const documents = await Promise.all([gateway, ...Object.values(owners)].map(targetsOf))
  const { hostile, peer, own, ids } = cast
  const session = [
    ['cookie', hostile.cookie],
    ['x-csrftoken', hostile.cookieValue('csrftoken') ?? ''],
  ] as const
  const service = [
    ['authorization', `Bearer ${serviceCredential(secret)}`],
    ['x-parley-actor', ids.hostile],
  ] as const
  const targets = [...documents.flat(), ...pageTargets(gateway)].filter(({ path }) => !endsSession.has(path))
  return {
    targets,
    credentials: (base: string) => (base === gateway ? session : service),
    known: {
      username: peer.username,
      conversation: own,
      group: groupId(cast.groups.own),
      user: ids.peer,
      ids: [ids.peer],
      users: [ids.peer],
      message: 'hostile',
    },
    seed,
    report,
  }
}

/**
 * Errors that are somebody else's fault are logged as such; these are the server's own. That a log does not go as far
 * as it was said to is what a service notices to which another one lies.
 */
function isFailure(line: string): boolean {
  if (line.includes('the log cannot be read as far as it goes')) return false
  return /"msg":"INTERNAL"|"level":60|nhandled|ncaught|FATAL|heap out of memory/.test(line)
}

async function repeat(work: () => Promise<void>, until: number): Promise<void> {
  while (performance.now() < until) await work()
}
