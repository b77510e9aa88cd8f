import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { environment, run, StartError } from '@parley/service'
import closeWithGrace from 'close-with-grace'
import { type Config, readStandaloneConfig } from '../config.ts'
import { openDataFolder } from '../data-folder.ts'
import { removeRunning, writeRunning } from '../running-file.ts'
import { assertFree, type WantedPort } from '../services/free-ports.ts'
import { KeptProcess } from '../services/kept-process.ts'
import { neededServers } from '../services/needed-servers.ts'

const services = join(import.meta.dirname, '../../..')
const readyWithinMs = 60_000

/** `npm run services`: the four services as processes on real parts, each started again when it ends. */
await run(async () => {
  const env = environment()
  const config = readStandaloneConfig(env)
  if (config.NODE_ENV === 'production' && !config.PARLEY_SECRET) {
    throw new StartError('PARLEY_SECRET is not set, and must be in production: `npm run secrets` makes one.')
  }
  const folder = openDataFolder(config.PARLEY_DATA)
  await assertFree(config.HOST, portsOf(config))
  const secret = config.PARLEY_SECRET ?? folder.secret()
  const servers = await neededServers(config, folder.file('servers'), say)
  for (const line of servers.started) say(`Started ${line}`)

  const common = { ...env, ...servers.urls, PARLEY_SECRET: secret, PARLEY_DATA: folder.file('gateway') }
  const start = (name: string, port: string) =>
    new KeptProcess({ name, entry: join(services, name, 'src/main.ts'), env: { ...common, PORT: port }, say })
  const owners = [
    start('accounts', portOf(config.PARLEY_ACCOUNTS_URL)),
    start('messages', portOf(config.PARLEY_MESSAGES_URL)),
    start('notifications', portOf(config.PARLEY_NOTIFICATIONS_URL)),
  ]
  const gateway = start('gateway', String(config.PORT))

  const urls = {
    accounts: config.PARLEY_ACCOUNTS_URL,
    messages: config.PARLEY_MESSAGES_URL,
    notifications: config.PARLEY_NOTIFICATIONS_URL,
  }
  writeRunning(folder.file('running.json'), { urls, servers: servers.urls })

  closeWithGrace({ delay: 30_000, logger: false }, async () => {
    say('Stopping')
    // The door first: what is under way inside is finished with everything still there.
    await gateway.stop()
    await Promise.all(owners.map((owner) => owner.stop()))
    await servers.close()
    removeRunning(folder.file('running.json'))
    folder.close()
  })
  await untilReady({ ...urls, gateway: `http://127.0.0.1:${config.PORT}` })
  say(`Parley is at http://${config.HOST === '127.0.0.1' ? 'localhost' : config.HOST}:${config.PORT}`)
})

function portsOf(config: Config): WantedPort[] {
  const ofUrls = (['PARLEY_ACCOUNTS_URL', 'PARLEY_MESSAGES_URL', 'PARLEY_NOTIFICATIONS_URL'] as const).map(
    (variable) => ({ variable, port: Number(portOf(config[variable])) }),
  )
  return [{ variable: 'PORT', port: config.PORT }, ...ofUrls]
}

function portOf(url: string): string {
  return new URL(url).port || '80'
}

/** Until every part answers: a page that is asked for earlier would be refused. */
async function untilReady(urls: Record<string, string>): Promise<void> {
  const end = Date.now() + readyWithinMs
  const waiting = new Map(Object.entries(urls))
  for (;;) {
    for (const [name, url] of waiting) if (await isReady(url)) waiting.delete(name)
    if (waiting.size === 0) return
    if (Date.now() > end)
      return say(`Not ready yet: ${[...waiting.keys()].join(', ')}. \`npm run doctor\` says why.`)
    await pause(200)
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) })).ok
  } catch {
    return false
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
