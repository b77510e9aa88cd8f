import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../clients/setting.ts'
import { Visitor } from '../clients/visitor.ts'
import type { Fault } from '../schedule.ts'

/** What happens to one client; resolves when it is back. `signal` brings it back before its time. */
export async function clientFault(
  fault: Extract<Fault, { client: number }>,
  client: Client,
  signal: AbortSignal,
): Promise<void> {
  if (fault.kind === 'double click') return await client.doubleClick()
  if (fault.kind === 'other gateway') return client.changeDoor()
  if (fault.kind !== 'logout') client.vanish()
  else if (client instanceof Visitor) await client.logOut()
  await sleep(fault.ms, undefined, { signal }).catch(() => undefined)
  await client.comeBack()
}
