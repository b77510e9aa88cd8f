import { randomUUID } from 'node:crypto'
import type { Bus } from '@parley/bus'
import { limits, type Owner } from '@parley/contracts'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { reportError } from './answers.ts'
import { type Call, createCall } from './call.ts'
import { events } from './events.ts'
import { type Checks, health } from './health.ts'
import { lastAnswers } from './last-answers.ts'
import { metrics } from './metrics.ts'
import { openapi } from './openapi.ts'
import { operations } from './operations.ts'

export interface ServiceOptions {
  name: Owner
  bus: Bus
  /** Shared by all services; the credential between them is derived from it. */
  secret: string
  logger: FastifyBaseLogger
  /** Parts whose absence makes the service unready, each with how to see that it is there. */
  checks?: Checks
  /** HTTP APIs of the others, used while the bus is away. */
  urls?: Partial<Record<Owner, string>>
  /** Whether figures of the process belong to this service; not where several share one process. Default true. */
  processMetrics?: boolean
}

/** The frame that a service stands in: operations, events, calls, errors, health, metrics, OpenAPI, close. */
export async function createService(options: ServiceOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: options.logger,
    bodyLimit: limits.bodyBytes * 8,
    requestTimeout: 60_000,
    genReqId: () => randomUUID(),
    // Taken over from other services alone: a stranger's would let him write into our logs.
    requestIdHeader: false,
    // Two lines a request would be most of the log; errors are logged with the request's id.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    // What still comes while the service closes is finished like the rest, not refused in words that are not ours.
    return503OnClosing: false,
  })
  // Operations check their own input, on every transport alike; answers are theirs to shape.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  app.setErrorHandler(async (error, request, reply) => {
    const known = reportError(error, request.log, { requestId: request.id })
    return await reply.code(known.status).send({ error: known.toPublic() })
  })
  app.setNotFoundHandler(async (_request, reply) => {
    return await reply
      .code(404)
      .send({ error: { code: 'NOT_FOUND', message: 'There is no such operation.' } })
  })

  app.decorate('bus', options.bus)
  app.decorate('call', createCall({ bus: options.bus, secret: options.secret, urls: options.urls ?? {} }))
  await app.register(lastAnswers)
  await app.register(openapi, { service: options.name })
  await app.register(metrics, { service: options.name, processMetrics: options.processMetrics ?? true })
  await app.register(health, { checks: options.checks ?? {} })
  await app.register(events)
  await app.register(operations, { secret: options.secret })
  return app
}

declare module 'fastify' {
  interface FastifyInstance {
    bus: Bus
    call: Call
  }
}
