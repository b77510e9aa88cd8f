import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { memoryBus, natsBus } from '@parley/bus'
import { type Call, createCall, createLogger, StartError } from '@parley/service'
import { type Config, readStandaloneConfig } from './config.ts'
import { isInUse, openDataFolder, readSecret } from './data-folder.ts'
import { startOwners } from './owners.ts'
import { readRunning } from './running-file.ts'

/** Services that a command can ask, however the installation runs. */
export interface ReachedServices {
  call: Call
  close(): Promise<void>
}

/**
 * Finds the services: on NATS where it is configured, else in the process that has the data folder, else it opens
 * the folder and starts them itself for as long as the command takes.
 */
export async function reachServices(env: NodeJS.ProcessEnv): Promise<ReachedServices> {
  const config = readStandaloneConfig(env)
  if (config.NATS_URL) return await onNats(config, config.NATS_URL)
  return (await inRunningProcess(config)) ?? (await inThisProcess(config))
}

async function onNats(config: Config, url: string): Promise<ReachedServices> {
  const bus = await natsBus({ url, name: 'command', onError: warn })
  const { PARLEY_ACCOUNTS_URL: accounts, PARLEY_MESSAGES_URL: messages } = config
  const call = createCall({
    bus,
    secret: config.PARLEY_SECRET ?? '',
    urls: config.PARLEY_SECRET ? { accounts, messages } : {},
  })
  return { call, close: () => bus.close() }
}

async function inRunningProcess(config: Config): Promise<ReachedServices | undefined> {
  const running = readRunning(join(config.PARLEY_DATA, 'running.json'))
  // Its ports may be another program's by now, which must not be told the credential.
  if (!running || !isInUse(config.PARLEY_DATA) || !(await isLive(running.urls.accounts))) return undefined
  const bus = memoryBus()
  const secret = config.PARLEY_SECRET ?? readSecret(config.PARLEY_DATA)
  return { call: createCall({ bus, secret, urls: running.urls }), close: () => bus.close() }
}

async function isLive(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/health/live', url), { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

async function inThisProcess(config: Config): Promise<ReachedServices> {
  if (!config.MONGODB_URL && existsSync(join(config.PARLEY_DATA, 'servers', 'mongodb'))) {
    throw new StartError(
      'People and messages here belong to `npm run services`, which does not run: start it first, or set MONGODB_URL.',
    )
  }
  const folder = openDataFolder(config.PARLEY_DATA)
  const logger = createLogger({ name: 'parley', level: 'warn' })
  const bus = memoryBus()
  const secret = config.PARLEY_SECRET ?? folder.secret()
  const owners = await startOwners({ config, folder, bus, secret, logger })
  return {
    call: createCall({ bus, secret, urls: {} }),
    close: async () => {
      await owners.close()
      await bus.close()
      folder.close()
    },
  }
}

function warn(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
