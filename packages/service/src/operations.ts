import { randomUUID } from 'node:crypto'
import type { Bus } from '@parley/bus'
import {
  type ActsFor,
  type Context,
  instanceSubject,
  type Operation,
  type Owner,
  ParleyError,
  presentSubject,
} from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type TObject, type TSchema, Type } from 'typebox'
import { answerer, type BusAnswer, busRequest, type Handler, reportError } from './answers.ts'
import { isServiceCredential, serviceCredential } from './credential.ts'
import { httpInput } from './http-input.ts'
import { presentEveryMs } from './instances.ts'

const requestIds = /^[\w.-]{1,200}$/

/** Registers the one handler of an operation: it answers on the bus, in its owner's queue group, and over HTTP. */
export type Answer = <I extends TObject, O extends TSchema, A extends ActsFor>(
  operation: Operation<I, O, A>,
  handler: Handler<Operation<I, O, A>>,
) => void

/** `app.answer`. The bus is subscribed to when the app is ready, and left before its parts close. */
export const operations = fp<{ secret: string }>(
  async (app: FastifyInstance, options) => {
    const credential = serviceCredential(options.secret)
    const starts: (() => Promise<{ close(): Promise<void> }>)[] = []
    const responders: { close(): Promise<void> }[] = []
    const instance = randomUUID()
    let announced: Announced | undefined
    let stopAnnouncing = () => {}

    app.decorate('answer', (operation, handler) => {
      const answer = answerer(operation, handler, app.log)
      const count = app.countOperation(operation.name)
      app.route({
        method: operation.method,
        url: operation.path,
        schema: documentation(operation),
        // Before the body: a stranger's is not read.
        onRequest: async (request) => {
          if (!isServiceCredential(request.headers.authorization, credential))
            throw new ParleyError('UNAUTHENTICATED')
          const given = request.headers['x-request-id']
          if (typeof given === 'string' && requestIds.test(given)) request.id = given
        },
        handler: async (request) =>
          await count(() => answer(httpInput(operation, request), contextOf(request))),
      })
      const respond = async (payload: unknown): Promise<BusAnswer> => {
        let requestId: string | undefined
        try {
          const { context, input } = busRequest(payload)
          requestId = context.requestId
          return { output: await count(() => answer(input, context)) }
        } catch (error) {
          return { error: reportError(error, app.log, { operation: operation.name, requestId }).toPublic() }
        }
      }
      const { subject, owner, affinity } = operation
      starts.push(() => app.bus.respond(subject, owner, respond))
      if (affinity === undefined) return
      starts.push(() => app.bus.respond(instanceSubject(subject, instance), owner, respond))
      announced = { owner, instance }
    })

    app.addHook('onReady', async () => {
      for (const start of starts) responders.push(await start())
      if (announced) stopAnnouncing = announce(app.bus, announced)
    })
    app.addHook('preClose', async () => {
      stopAnnouncing()
      await Promise.all(responders.map((responder) => responder.close()))
    })
  },
  { name: 'parley-operations', dependencies: ['parley-metrics'] },
)

interface Announced {
  owner: Owner
  instance: string
}

/** Says that an instance is there, until the returned function is called. */
function announce(bus: Bus, { owner, instance }: Announced): () => void {
  const tell = (leaving?: true) =>
    bus.publish(presentSubject(owner), { instance, ...(leaving ? { leaving } : {}) })
  const timer = setInterval(() => tell(), presentEveryMs)
  timer.unref()
  tell()
  return () => {
    clearInterval(timer)
    tell(true)
  }
}

function contextOf(request: FastifyRequest): Context {
  const actor = request.headers['x-parley-actor']
  return { actor: typeof actor === 'string' && actor ? actor : null, requestId: request.id }
}

/** The operation for OpenAPI; validation is the operation's own and the same on every transport. */
function documentation(operation: Operation): object {
  const inPath = new Set([...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => name))
  const names = Object.keys(operation.input.properties)
  const rest = names.filter((name) => !inPath.has(name))
  const pick = (chosen: string[]) => (chosen.length > 0 ? Type.Pick(operation.input, chosen) : undefined)
  const params = pick(names.filter((name) => inPath.has(name)))
  const place = operation.method === 'GET' ? 'querystring' : 'body'
  const others = pick(rest)
  return {
    operationId: operation.name,
    summary: operation.summary,
    security: [{ service: [] }],
    ...(params ? { params } : {}),
    ...(others ? { [place]: others } : {}),
    response: { 200: operation.output },
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    answer: Answer
  }
}
