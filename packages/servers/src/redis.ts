import { Redis } from 'ioredis'
import { findPrograms } from './find-program.ts'
import { type Server, startServer } from './server.ts'

export interface RedisOptions {
  program: string
  /** Where its output is appended, and kept at the end. */
  logFile?: string
  port?: number
  /** A folder for its append-only file that outlives `stop`. */
  dir?: string
  password?: string
}

/** The Redis server on this machine, if there is one. */
export function findRedis(folders?: string[]): string | undefined {
  return findPrograms(['redis-server', 'valkey-server'], folders)[0]
}

/**
 * A Redis of one's own as production has it: append-only file, written to disk every second, no snapshots.
 * Resolves when it has loaded its data and answers.
 */
export function startRedis(options: RedisOptions): Promise<Server> {
  const { program } = options
  const secret = options.password === undefined ? '' : `:${encodeURIComponent(options.password)}@`
  const url = (port: number) => `redis://${secret}127.0.0.1:${port}`
  return startServer({
    name: 'Redis',
    program,
    port: options.port,
    logFile: options.logFile,
    folder: options.dir,
    url,
    args: (port, folder) => [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      'everysec',
      ...(options.password === undefined ? [] : ['--requirepass', options.password]),
    ],
    ready: (port, folder) => answers(url(port), folder),
  })
}

async function answers(url: string, folder: string): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1000,
    commandTimeout: 1000,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    retryStrategy: () => null,
  })
  client.on('error', () => undefined) // the command under way fails by itself
  try {
    await client.connect()
    // Not another's Redis that took the port first. It says LOADING until its data is there.
    const directory: unknown = await client.config('GET', 'dir')
    const ours = Array.isArray(directory) && directory[1] === folder
    return ours && (await client.ping()) === 'PONG'
  } finally {
    client.disconnect()
  }
}
