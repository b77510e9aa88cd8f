import { type Bus, memoryBus, natsBus } from '@parley/bus'
import { createCall } from '@parley/service'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { buildGateway, type Gateway } from './gateway.ts'
import { type Owners, startOwners } from './owners.ts'
import { removeRunning, writeRunning } from './running-file.ts'

export interface System {
  gateway: Gateway['app']
  /** Asks the services as one of them. */
  call: ReturnType<typeof createCall>
  /** In the order in which nothing is lost: the doors first, the folder's lock last. */
  close(): Promise<void>
}

/**
 * The whole system in this process, on whichever real parts are configured and on embedded ones else; the gateway is
 * built and does not listen yet.
 * @throws StartError where the data folder or its data cannot be used
 */
export async function startSystem(config: Config, logger: FastifyBaseLogger): Promise<System> {
  const folder = openDataFolder(config.PARLEY_DATA)
  const opened: (() => Promise<void> | void)[] = [() => folder.close()]
  const close = async () => {
    for (const each of opened.reverse()) await each()
  }
  try {
    const secret = config.PARLEY_SECRET ?? folder.secret()
    const bus = await openBus(config, logger)
    opened.push(() => bus.close())
    const owners = await startOwners({ config, folder, bus, secret, logger })
    opened.push(() => owners.close())
    const gateway = await buildGateway({ config, folder, bus, secret, logger, urls: owners.urls })
    opened.push(() => gateway.close(), announce(folder, owners))
    return { gateway: gateway.app, call: createCall({ bus, secret, urls: owners.urls }), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Consumers leave only at the end: what is not told by then is told at the next start, and nothing waits for them. */
const absentMs = 0

async function openBus(config: Config, logger: FastifyBaseLogger): Promise<Bus> {
  const onError = (err: unknown, subject: string) => logger.warn({ err, subject }, 'bus')
  return config.NATS_URL
    ? await natsBus({ url: config.NATS_URL, name: 'parley', onError })
    : memoryBus({ onError, absentMs })
}

function announce(folder: DataFolder, owners: Owners): () => void {
  const file = folder.file('running.json')
  writeRunning(file, { urls: owners.urls })
  return () => removeRunning(file)
}
