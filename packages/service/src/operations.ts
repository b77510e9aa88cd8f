import { type ActsFor, type Context, type Operation, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type TObject, type TSchema, Type } from 'typebox'
import { answerer, type BusAnswer, busRequest, type Handler, reportError } from './answers.ts'
import { isServiceCredential, serviceCredential } from './credential.ts'
import { httpInput } from './http-input.ts'

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
      starts.push(() =>
        app.bus.respond(operation.subject, operation.owner, async (payload): Promise<BusAnswer> => {
          let requestId: string | undefined
          try {
            const { context, input } = busRequest(payload)
            requestId = context.requestId
            return { output: await count(() => answer(input, context)) }
          } catch (error) {
            return { error: reportError(error, app.log, { operation: operation.name, requestId }).toPublic() }
          }
        }),
      )
    })

    app.addHook('onReady', async () => {
      for (const start of starts) responders.push(await start())
    })
    app.addHook('preClose', async () => {
      await Promise.all(responders.map((responder) => responder.close()))
    })
  },
  { name: 'parley-operations', dependencies: ['parley-metrics'] },
)

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
