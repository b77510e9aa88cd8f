import { setTimeout as sleep } from 'node:timers/promises'
import type { Crew } from '../clients/crew.ts'
import type { Installation, Part } from '../installation/installation.ts'
import type { Fault } from '../schedule.ts'
import { clientFault } from './client-fault.ts'
import { restartEverything } from './restart-everything.ts'

export interface FaultSite {
  installation: Installation
  crew: Crew
  /** Ends waits that would outlast the run, as those of clients that are away for minutes. */
  signal: AbortSignal
}

/** What a fault happens to: nothing else may happen to that meanwhile. Undefined is everything. */
export function targetOf(fault: Fault, { crew }: FaultSite): string | undefined {
  if ('part' in fault) return fault.part
  if ('wire' in fault) return fault.wire
  if ('client' in fault) return clientOf(fault, crew).name
  return undefined
}

/** Does what the fault says; resolves when nothing of it is left and what was ended is there again. */
export async function applyFault(fault: Fault, site: FaultSite): Promise<void> {
  const { installation, crew, signal } = site
  if ('part' in fault) return await partFault(fault, part(installation, fault.part))
  if ('wire' in fault) return await wireFault(fault, installation)
  if (fault.kind === 'restart') return await restartEverything(installation, fault)
  await clientFault(fault, clientOf(fault, crew), signal)
}

async function partFault(fault: Extract<Fault, { part: string }>, target: Part): Promise<void> {
  if (fault.kind === 'kill') {
    await target.kill('SIGKILL')
    await sleep(fault.downMs)
    return await target.start()
  }
  target.pause()
  await sleep(fault.ms)
  target.resume()
}

async function wireFault(fault: Extract<Fault, { wire: string }>, { wires }: Installation): Promise<void> {
  const wire = wires.get(fault.wire)
  if (!wire) throw new Error(`there is no ${fault.wire}`)
  if (fault.kind === 'cut') return wire.cut()
  if (fault.kind === 'refuse') await wire.refuse()
  if (fault.kind === 'one-way') wire.hold(fault.direction)
  if (fault.kind === 'half-dead') wire.drop(fault.direction)
  if (fault.kind === 'slow') wire.delay(fault.latencyMs)
  await sleep(fault.ms)
  await wire.restore()
}

function part({ parts }: Installation, name: string): Part {
  const found = parts.get(name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

function clientOf(fault: Extract<Fault, { client: number }>, crew: Crew) {
  const from = fault.kind === 'logout' ? crew.visitors : crew.clients
  const found = from[fault.client % from.length]
  if (!found) throw new Error('there is no such client')
  return found
}
