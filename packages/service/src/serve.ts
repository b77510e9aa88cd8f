import { flushCompileCache } from 'node:module'
import closeWithGrace from 'close-with-grace'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'

export interface ServeOptions {
  host: string
  port: number
  logger: FastifyBaseLogger
  /** Closed after the app, in this order: bus, stores. */
  after?: (() => Promise<void>)[]
}

/**
 * Connections that wait to be accepted; systems take no more than their own limit (Linux: `net.core.somaxconn`). Node
 * would keep 511: of a herd that comes back at once all others are dropped without a word, and their systems try again
 * after 1, 3, 7 and 15 s.
 */
const backlog = 16_384

/** Listens, and closes on SIGINT, SIGTERM or an uncaught error: finish what is under way, within 10 s. */
export async function serve(app: FastifyInstance, options: ServeOptions): Promise<void> {
  closeWithGrace({ delay: 10_000, logger: false }, async ({ signal, err }) => {
    if (err) options.logger.fatal({ err }, 'closing after an error')
    else options.logger.info({ signal }, 'closing')
    await app.close()
    for (const close of options.after ?? []) await close()
  })
  try {
    await app.listen({ host: options.host, port: options.port, backlog })
  } catch (error) {
    throw listenError(error, options)
  }
  // Node would keep what it compiled when it ends in good order only; whoever is killed starts again in a hurry.
  flushCompileCache()
}

/** Why nothing can listen there, as one sentence where the reason is a usual one. */
export function listenError(
  error: unknown,
  { host, port, variable = 'PORT' }: { host: string; port: number; variable?: string },
): Error {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  const advice: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use by another program: end that one, or set ${variable}.`,
    EACCES: `Port ${port} may not be used by this user: set ${variable} to one above 1023.`,
    EADDRNOTAVAIL: `This machine does not have the address ${host}: set HOST.`,
  }
  const message = typeof code === 'string' ? advice[code] : undefined
  return message
    ? new StartError(message, { cause: error })
    : error instanceof Error
      ? error
      : new Error(String(error))
}

/** Something outside the program keeps it from starting; the message is one sentence for the person who starts it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Runs a program's main function: a person's mistake is one sentence and exit 1, a defect keeps its stack. */
export async function run(main: () => Promise<void>): Promise<void> {
  endWithSupervisor()
  try {
    await main()
  } catch (error) {
    const known = error instanceof Error && (error.name === 'StartError' || error.name === 'ConfigError')
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  }
}

/** What a supervisor started ends with it, however that ends, and also if it did so while this was still starting. */
function endWithSupervisor(): void {
  const end = () => process.kill(process.pid, 'SIGTERM')
  // Without a supervisor it is undefined.
  if (process.connected === false) end()
  else process.once('disconnect', end)
}
