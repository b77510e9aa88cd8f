import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  findNats,
  findRedis,
  freePort,
  type HasTeardown,
  waitFor,
} from '../../../packages/testing/src/index.ts'
import { type ComposeFile, root } from './compose-file.ts'
import { startedProgram } from './started-program.ts'

export interface ComposedServer {
  port: number
  said(): string
}

/** nats-server with the composed command and environment; only where it listens and stores is another. */
export async function composedNats(t: HasTeardown, compose: ComposeFile): Promise<ComposedServer> {
  const [port, folder] = await place(t)
  const { command = [], environment, volumes = [] } = compose.services.nats ?? {}
  // A path inside the container is one of this machine: a mounted file, or the volume.
  const inside = new Map(volumes.map((volume) => volume.split(':').slice(0, 2).reverse() as [string, string]))
  const placed = command.map((argument) => {
    const source = inside.get(argument)
    return source === undefined ? argument : source.startsWith('.') ? join(root, source) : folder
  })
  const here = ['--addr', '127.0.0.1', '--port', String(port), '--http_port', String(await freePort())]
  return await started(t, port, folder, [findNats() ?? '', ...placed, ...here], environment)
}

/** deploy/redis-start.sh with the composed command and environment, in a folder of its own as its volume. */
export async function composedRedis(t: HasTeardown, compose: ComposeFile): Promise<ComposedServer> {
  const [port, folder] = await place(t)
  const { command = [], environment } = compose.services.redis ?? {}
  const here = ['--port', String(port), '--bind', '127.0.0.1']
  const start = [join(root, 'deploy/redis-start.sh'), ...command, ...here]
  return await started(t, port, folder, start, {
    ...environment,
    PATH: `${dirname(findRedis() ?? '')}:${process.env.PATH}`,
  })
}

async function place(t: HasTeardown): Promise<[port: number, folder: string]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-composed-'))
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  await mkdir(join(folder, 'data'))
  return [await freePort(), join(folder, 'data')]
}

async function started(
  t: HasTeardown,
  port: number,
  cwd: string,
  command: string[],
  env: Record<string, string | number> = {},
): Promise<ComposedServer> {
  const server = startedProgram(t, command, { env, cwd })
  const listens = async () => {
    if (server.ended() !== undefined) throw new Error(`${command[0]} ended: ${server.said().slice(-1_000)}`)
    return await accepts(port)
  }
  await waitFor(listens, { what: `${command[0]} to listen` })
  return { port, said: server.said }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
