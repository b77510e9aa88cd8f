import type { Owner } from '@parley/contracts'
import { freePort, waitFor } from '@parley/testing'
import type { HasTeardown } from '@parley/testing'
import { newDataFolder } from '../start/data-folder.ts'
import { type Program, start } from '../start/program.ts'
import { awayParts, secret, type Servers } from './whole-system.ts'

export interface ServiceProcess extends Program {
  url: string
  /** As the machine does it that loses its power: at once and without a word. */
  kill(): Promise<void>
}

/** One service as its own program, once it is ready. */
export async function serviceProcess(
  t: HasTeardown,
  name: Owner | 'gateway',
  { mongodb, nats, redis }: Servers,
  env: Record<string, string> = {},
): Promise<ServiceProcess> {
  const port = await freePort()
  const program = start(t, {
    entry: `../../${name}/src/main.ts`,
    env: {
      PORT: String(port),
      PARLEY_SECRET: secret,
      PARLEY_DATA: newDataFolder(t),
      PARLEY_SEND_RATE: '0',
      PARLEY_LOGIN_RATE: '0',
      MONGODB_URL: mongodb.url,
      NATS_URL: nats.url,
      REDIS_URL: redis.url,
      ...env,
    },
  })
  const url = `http://127.0.0.1:${port}`
  await waitFor(async () => (await awayParts(url)).length === 0, {
    what: `${name} to be ready`,
    timeoutMs: 60_000,
  })
  return {
    ...program,
    url,
    async kill() {
      program.child.kill('SIGKILL')
      await program.ended
    },
  }
}
