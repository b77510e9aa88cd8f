import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** JSON lines on standard output, words at a terminal; no text of messages and no secret ever goes in. */
export function createLogger(options: { name: string; level: string }): Logger {
  const destination = process.stdout.isTTY
    ? pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true })
    : pino.destination(1)
  return pino(
    {
      name: options.name,
      level: options.level,
      redact: {
        paths: ['password', 'secret', 'text', 'cookie', 'authorization', 'req.headers'],
        remove: true,
      },
      serializers: { err: pino.stdSerializers.errWithCause },
    },
    destination,
  )
}
