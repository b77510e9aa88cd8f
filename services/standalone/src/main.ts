import { createLogger, environment, run, serve, StartError } from '@parley/service'
import type { FastifyInstance } from 'fastify'
import { readStandaloneConfig } from './config.ts'
import { fillWithDemo } from './demo/fill.ts'
import { startSystem } from './system.ts'

/** `npm start`: the whole system in one process, until it is told to stop. */
await run(async () => {
  const isDemo = demoWanted(process.argv.slice(2))
  const config = readStandaloneConfig(environment())
  const isProduction = config.NODE_ENV === 'production'
  if (isProduction && isDemo)
    throw new StartError('Demo data do not go into production: unset NODE_ENV, or leave --demo out.')
  if (isProduction && !config.PARLEY_SECRET) {
    throw new StartError('PARLEY_SECRET is not set, and must be in production: `npm run secrets` makes one.')
  }
  const logger = createLogger({ name: 'parley', level: config.LOG_LEVEL })
  const system = await startSystem(config, logger)
  try {
    const logins = isDemo ? await fillWithDemo(system.call, Date.now()) : []
    await serve(system.gateway, {
      host: config.HOST,
      port: config.PORT,
      logger,
      after: [() => system.close()],
    })
    if (logins.length > 0) say('People to log in as, each with a password and a name:')
    for (const { username, password, displayName } of logins)
      say(`  ${username.padEnd(12)} ${password}   ${displayName}`)
    say(`Parley is at ${addressOf(system.gateway, config.HOST)}`)
  } catch (error) {
    await system.close()
    throw error
  }
})

function demoWanted(args: string[]): boolean {
  const unknown = args.find((arg) => arg !== '--demo')
  if (unknown) throw new StartError(`There is no ${unknown}: npm start takes only -- --demo.`)
  return args.includes('--demo')
}

/** PORT 0 takes whichever is free. */
function addressOf({ server }: FastifyInstance, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : address
  const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
