import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Server, startServer } from '@parley/servers'
import type { Part } from './installation.ts'

export interface NodePartOptions {
  name: string
  /** Of `services/`. */
  service: string
  port: number
  env: Record<string, string>
  folder: string
}

const services = join(import.meta.dirname, '../../../../services')
const triedAgainAfterMs = 500
const tries = 5

/** A service as a process of its own, under a supervisor that starts it again. Ends when this process does. */
export async function startNodePart(options: NodePartOptions): Promise<Part & { stop(): Promise<void> }> {
  const { name, service, port, env, folder } = options
  const url = `http://127.0.0.1:${port}`
  const server = await startServer({
    name,
    program: process.execPath,
    port,
    logFile: join(folder, `${name}.log`),
    env: { ...unset, ...env, PORT: String(port) },
    args: () => ['--disable-warning=ExperimentalWarning', join(services, service, 'src/main.ts')],
    url: () => url,
    ready: () => isLive(url),
  })
  return { ...partOf(name, server, [`${url}/metrics`]), stop: () => server.stop() }
}

/** What the services read and this installation does not set must not come from outside. */
const unset = {
  NODE_ENV: '',
  PARLEY_ORIGIN: '',
  PARLEY_TRUST_PROXY: '',
  PARLEY_SIGNUP: 'open',
  MONGODB_URL: '',
  NATS_URL: '',
  REDIS_URL: '',
}

/** A server or service as part of an installation. */
export function partOf(name: string, server: Server, metricsUrls: readonly string[] = []): Part {
  return {
    name,
    metricsUrls,
    get pid() {
      return server.pid
    },
    kill: (signal) => server.kill(signal),
    start: () => startAgain(server),
    pause: () => server.pause(),
    resume: () => server.resume(),
  }
}

/** As a supervisor does: what ends while it starts is started again. */
async function startAgain(server: Server): Promise<void> {
  for (let left = tries; ; left--) {
    try {
      return await server.restart()
    } catch (error) {
      if (left <= 1) throw error
      await sleep(triedAgainAfterMs)
    }
  }
}

async function isLive(url: string): Promise<boolean> {
  return (await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(2_000) })).ok
}
