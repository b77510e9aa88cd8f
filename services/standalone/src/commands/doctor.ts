import { join } from 'node:path'
import { environment, run } from '@parley/service'
import { type Config, readStandaloneConfig } from '../config.ts'
import type { Finding } from '../doctor/finding.ts'
import { checkDataFolder, checkNode } from '../doctor/machine.ts'
import { checkPrograms, type Program } from '../doctor/programs.ts'
import { type Running, readRunning } from '../running-file.ts'
import { checkMongodb, checkNats, checkRedis } from '../doctor/servers.ts'

/** `npm run doctor`: a line for each part, what is wrong and what to do; exit 1 where anything is. */
await run(async () => {
  const config = readStandaloneConfig(environment())
  const running = readRunning(join(config.PARLEY_DATA, 'running.json'))
  // Servers that `npm run services` started itself are named by nothing else.
  const { REDIS_URL, NATS_URL, MONGODB_URL } = {
    ...running?.servers,
    ...config,
  }
  const findings = [
    checkNode(),
    checkDataFolder(config.PARLEY_DATA),
    ...(await checkRedis(REDIS_URL)),
    ...(await checkNats(NATS_URL)),
    ...(await checkMongodb(MONGODB_URL)),
    ...(await checkPrograms({ host: config.HOST, port: config.PORT }, programsOf(config, running))),
  ]
  for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`)
  process.exitCode = findings.every(({ well }) => well) ? 0 : 1
})

/** Where the services are: as the system that runs here says, else as is configured where they run by themselves. */
function programsOf(config: Config, running: Running | undefined): Program[] {
  if (!running && !config.NATS_URL) return []
  const { accounts, messages, notifications } = running?.urls ?? {
    accounts: config.PARLEY_ACCOUNTS_URL,
    messages: config.PARLEY_MESSAGES_URL,
    notifications: config.PARLEY_NOTIFICATIONS_URL,
  }
  return [
    { name: 'Accounts', url: accounts, variable: 'PARLEY_ACCOUNTS_URL' },
    { name: 'Messages', url: messages, variable: 'PARLEY_MESSAGES_URL' },
    { name: 'Notifications', url: notifications, variable: 'PARLEY_NOTIFICATIONS_URL' },
  ]
}

function lineOf({ part, well, text, advice }: Finding): string {
  return `${well ? 'ok  ' : 'FAIL'} ${part.padEnd(13)} ${text}${advice ? `. ${advice}` : ''}`
}
