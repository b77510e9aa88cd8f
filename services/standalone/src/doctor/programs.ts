import { listenOnce } from '../listen-once.ts'
import { type Finding, ill, well, wordsOf } from './finding.ts'

export interface Program {
  /** As people call it. */
  name: string
  url: string
  /** What sets its address. */
  variable: string
}

/** The gateway where it runs, and then the others; else whether the gateway's port is free. */
export async function checkPrograms(
  { host, port }: { host: string; port: number },
  others: readonly Program[],
): Promise<Finding[]> {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const gateway = await askReady('Gateway', `http://${address}:${port}`)
  if (!gateway) return [await checkPort(host, port)]
  return [well('Port', `${port}: Parley answers`), gateway, ...(await Promise.all(others.map(checkOther)))]
}

async function checkOther({ name, url, variable }: Program): Promise<Finding> {
  return (
    (await askReady(name, url)) ??
    ill(name, `no answer at ${url}`, `Start it or look at its log, and see that ${variable} is its address.`)
  )
}

async function checkPort(host: string, port: number): Promise<Finding> {
  const error = await listenOnce(host, port)
  if (!error) return well('Port', `${port} is free; the gateway does not run`)
  return ill('Port', `${port}: ${wordsOf(error)}`, 'End the program that has it, or set PORT.')
}

/** Undefined where nothing answers, or another program. */
async function askReady(name: string, url: string): Promise<Finding | undefined> {
  try {
    const response = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(4_000) })
    const body = (await response.json()) as { parts?: Record<string, string> }
    if (!body.parts) return undefined
    const away = Object.entries(body.parts).filter(([, state]) => state !== 'ok')
    if (response.ok) return well(name, `ready: ${Object.keys(body.parts).join(', ')}`)
    const words = away.map(([part, state]) => `${part} ${state}`).join('; ')
    return ill(name, `not ready: ${words}`, 'Look at the part that is named, and at its own log.')
  } catch {
    return undefined
  }
}
