import { execFileSync } from 'node:child_process'
import { connect } from '@nats-io/transport-node'
import { findPrograms } from './find-program.ts'
import { type Server, startServer } from './server.ts'

export interface NatsOptions {
  program: string
  /** Where its output is appended, and kept at the end. */
  logFile?: string
  port?: number
  /** A folder for JetStream that outlives `stop`. */
  storeDir?: string
  /** Both or neither: without them, everyone may connect. */
  user?: string
  password?: string
}

/**
 * The NATS server on this machine, if there is one. Debian's 2.9 lacks features and has known faults: it is taken
 * only where there is no newer one, and that is said.
 */
export function findNats(folders?: string[]): string | undefined {
  const programs = findPrograms(['nats-server'], folders)
  const recent = programs.find(isRecent)
  if (recent === undefined && programs[0] !== undefined) {
    process.stderr.write(`${programs[0]} is older than NATS 2.10 and has known faults\n`)
  }
  return recent ?? programs[0]
}

/** A NATS server of one's own with JetStream on; resolves when both answer. */
export function startNats(options: NatsOptions): Promise<Server> {
  const { program, user, password } = options
  const guarded = user !== undefined && password !== undefined
  const secret = guarded ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : ''
  return startServer({
    name: 'NATS',
    program,
    port: options.port,
    logFile: options.logFile,
    folder: options.storeDir,
    url: (port) => `nats://${secret}127.0.0.1:${port}`,
    args: (port, folder) => [
      '--addr',
      '127.0.0.1',
      '--port',
      String(port),
      '--jetstream',
      '--store_dir',
      folder,
      '--name',
      nameOf(port, folder),
      ...(guarded ? ['--user', user, '--pass', password] : []),
    ],
    ready: async (port, folder) => {
      const nats = await connect({
        servers: `127.0.0.1:${port}`,
        ...(guarded ? { user, pass: password } : {}),
        timeout: 1000,
        reconnect: false,
      })
      try {
        if (nats.info?.server_name !== nameOf(port, folder)) return false // another's, which took the port first
        const info = await nats.request('$JS.API.INFO', '', { timeout: 1000 })
        return !info.json<{ error?: unknown }>().error
      } finally {
        await nats.close()
      }
    },
  })
}

function nameOf(port: number, folder: string): string {
  return `parley-${process.pid}-${port}-${folder.replaceAll(/[^a-zA-Z0-9]/g, '-')}`
}

function isRecent(program: string): boolean {
  try {
    const version = execFileSync(program, ['--version'], { encoding: 'utf8', timeout: 30_000 })
    const [, major = 0, minor = 0] = (/v?(\d+)\.(\d+)/.exec(version) ?? []).map(Number)
    return major > 2 || (major === 2 && minor >= 10)
  } catch {
    return false
  }
}
