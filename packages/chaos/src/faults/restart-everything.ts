import { setTimeout as sleep } from 'node:timers/promises'
import type { Installation } from '../installation/installation.ts'
import type { Fault } from '../schedule.ts'

/** Ends all processes, at once by force or the doors first and in order, and starts them again, the servers first. */
export async function restartEverything(
  { parts }: Installation,
  { how, downMs }: Extract<Fault, { kind: 'restart' }>,
): Promise<void> {
  const all = [...parts.values()]
  const services = all.filter(({ metricsUrls }) => metricsUrls.length > 0)
  const servers = all.filter(({ metricsUrls }) => metricsUrls.length === 0)
  if (how === 'by force') await Promise.all(all.map((part) => part.kill('SIGKILL')))
  else {
    await Promise.all(services.map((part) => part.kill('SIGTERM')))
    await Promise.all(servers.map((part) => part.kill('SIGTERM')))
  }
  await sleep(downMs)
  await Promise.all(servers.map((part) => part.start()))
  await Promise.all(services.map((part) => part.start()))
}
