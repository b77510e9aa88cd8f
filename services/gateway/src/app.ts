import { randomUUID } from 'node:crypto'
import { limits } from '@parley/contracts'
import { createCall, events, health, Instances, lastAnswers, metrics, reportError } from '@parley/service'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { brokenAddress } from './errors/broken-address.ts'
import { failures } from './errors/failures.ts'
import './fastify.ts'
import { httpMetrics } from './http-metrics.ts'
import { loginLimits } from './limits/login-limits.ts'
import { sendLimit } from './limits/send-limit.ts'
import { openapi } from './openapi/openapi.ts'
import type { GatewayParts } from './parts.ts'
import { blocks } from './people/blocks.ts'
import { cachedPeople } from './people/cached-people.ts'
import { assets } from './routes/assets.ts'
import { bodies } from './routes/bodies.ts'
import { routes } from './routes/routes.ts'
import { csrf } from './security/csrf.ts'
import { headers } from './security/headers.ts'
import { originGate } from './security/origin.ts'
import { secureCookies } from './security/secure-cookies.ts'
import { groupRequests } from './groups/group-requests.ts'
import { knownGroups } from './groups/known-groups.ts'
import { changing } from './sending/changing.ts'
import { forwarding } from './sending/forwarding.ts'
import { sending } from './sending/sending.ts'
import { requireViewer } from './sessions/gates.ts'
import { sessions } from './sessions/sessions.ts'
import { refusedUpgrades } from './socket/refused-upgrades.ts'
import { sockets } from './socket/sockets.ts'

const fortnightMs = 14 * 24 * 3_600_000

/** The gateway: the only door for browsers and scripts. It owns no data. */
export async function buildApp(parts: GatewayParts): Promise<FastifyInstance> {
  const { origin, secret, clock = Date.now } = parts
  const app: FastifyInstance = Fastify({
    loggerInstance: parts.logger,
    bodyLimit: limits.bodyBytes,
    requestTimeout: 60_000,
    trustProxy: parts.trustProxy ?? false,
    genReqId: () => randomUUID(),
    // A stranger's id would let him write into our logs.
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    // Who still asks while this gateway closes is answered like everyone, not by words that are not ours.
    return503OnClosing: false,
    frameworkErrors: brokenAddress({ assetUrl: parts.assets.url, clock }),
    routerOptions: { ignoreTrailingSlash: true },
  })
  app.setValidatorCompiler(() => () => true)
  app.setErrorHandler(async (error, request, reply) => {
    const known = reportError(error, request.log, { requestId: request.id })
    return await reply.code(known.status).send({ error: known.toPublic() })
  })
  app.decorate('bus', parts.bus)
  const instances = new Instances()
  app.decorate('call', createCall({ bus: parts.bus, secret, urls: parts.urls, instances }))
  app.addHook('onReady', () => instances.listen(parts.bus, 'messages'))
  app.addHook('onClose', () => instances.close())
  app.decorate('sendLimit', sendLimit(parts.limits, parts.sendRate))
  app.decorate('requireViewer', requireViewer)
  app.decorate('checkOrigin', originGate(origin))
  await app.register(lastAnswers)
  await app.register(refusedUpgrades)
  await app.register(headers, { origin })
  await app.register(metrics, { service: 'gateway', processMetrics: parts.processMetrics ?? true })
  await app.register(httpMetrics)
  await app.register(health, { checks: parts.checks ?? {} })
  await app.register(events)
  await app.register(cachedPeople)
  await app.register(blocks)
  await app.register(knownGroups)
  await app.register(sending)
  await app.register(changing)
  await app.register(forwarding)
  await app.register(groupRequests)
  await app.register(assets, { dir: parts.assets.dir, prefix: '/assets' })
  await app.register(openapi)
  await app.register(inside, { ...parts, clock })
  return app
}

/** What sessions belong to; files, health and metrics ask nobody who comes. */
async function inside(app: FastifyInstance, parts: GatewayParts & { clock: () => number }): Promise<void> {
  const { secret, clock, signup, origin } = parts
  const page = { assetUrl: parts.assets.url, clock }
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  await app.register(bodies)
  await app.register(sessions, {
    store: parts.sessions,
    secret,
    lifeMs: parts.sessionMs ?? fortnightMs,
    clock,
  })
  await app.register(csrf, { secret })
  await app.register(secureCookies, { origin })
  await app.register(failures, page)
  await app.register(sockets, { presence: parts.presence, assetUrl: parts.assets.url })
  await app.register(routes, {
    ...page,
    signup,
    origin,
    secret,
    limits: loginLimits(parts.limits, parts.loginRate),
  })
}
