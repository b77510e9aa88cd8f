import { setTimeout as sleep } from 'node:timers/promises'
import type { Recorder } from '../history.ts'
import { describe, type Fault, type Step } from '../schedule.ts'
import { applyFault, type FaultSite, targetOf } from './apply.ts'

export interface ConductOptions {
  site: FaultSite
  steps: readonly Step[]
  recorder: Recorder
  /** Stops beginning new faults after this time. */
  untilMs: number
  told: (line: string) => void
}

const mostAtOnce = 6
/** Clients that are away do not hold up what happens to the installation. */
const ofClients = new Set<Fault['kind']>(['absence', 'vanish', 'logout', 'double click', 'other gateway'])

/** Lets the faults happen in their order; resolves with how many when all but the absences of clients are over. */
export async function conduct(options: ConductOptions): Promise<{ faults: number; over: Promise<unknown> }> {
  const { site, steps, recorder, untilMs } = options
  const busy = new Map<string | symbol, Promise<void>>()
  const away = new Set<Promise<void>>()
  let begun = 0

  function begin(fault: Fault): void {
    const number = ++begun
    const { kind } = fault
    const what = describe(fault)
    const sendsUnderWay = site.crew.clients.reduce((sum, { pending }) => sum + pending, 0)
    recorder.record({ type: 'fault', fault: number, kind, what, sendsUnderWay })
    options.told(`${number}. ${what}`)
    const target = targetOf(fault, site) ?? Symbol('everything')
    const over = applyFault(fault, site).then(() => {
      recorder.record({ type: 'fault over', fault: number, kind })
      busy.delete(target)
    })
    if (ofClients.has(kind)) {
      away.add(over)
      over.finally(() => away.delete(over)).catch(() => undefined)
      // What is away stays a target: it cannot go twice.
    }
    busy.set(target, over)
  }

  const ofInstallation = () => [...busy.values()].filter((each) => !away.has(each))
  for (const { afterMs, peaceMs, faults } of steps) {
    if (recorder.elapsedMs >= untilMs) break
    await sleep(afterMs)
    if (peaceMs > 0) {
      await Promise.all(ofInstallation())
      await sleep(peaceMs)
    }
    for (const fault of faults) {
      const target = targetOf(fault, site)
      if (target === undefined) await Promise.all(ofInstallation())
      else if (ofClients.has(fault.kind) && busy.has(target)) continue
      else await busy.get(target)
      while (ofInstallation().length >= mostAtOnce) await Promise.race(ofInstallation())
      begin(fault)
      if (target === undefined) await Promise.all(ofInstallation())
    }
  }
  await Promise.all(ofInstallation())
  return { faults: begun, over: Promise.all(away) }
}
