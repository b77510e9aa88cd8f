import type { ActsFor, Context, InputOf, Operation, OutputOf } from '@parley/contracts'
import { ParleyError, UserId } from '@parley/contracts'
import type { FastifyBaseLogger } from 'fastify'
import { type TObject, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { toParleyError } from './errors.ts'

export interface HandlerContext<A extends ActsFor> {
  /** The acting person; null where a service asks for itself. */
  actor: A extends 'person' ? string : string | null
  requestId: string
  log: FastifyBaseLogger
}

export type Handler<Op extends Operation> = (
  input: InputOf<Op>,
  context: HandlerContext<Op['actsFor']>,
) => Promise<OutputOf<Op>>

/** A request and an answer as they travel on the bus. */
export interface BusRequest {
  context: Context
  input: unknown
}
export type BusAnswer = { output: unknown } | { error: ReturnType<ParleyError['toPublic']> }

const Request = Type.Object({
  context: Type.Object({ actor: Type.Unknown(), requestId: Type.String({ maxLength: 200 }) }),
  input: Type.Unknown(),
})
const requests = Compile(Request)
const users = Compile(UserId)

/** What came by the bus, as a request. @throws ParleyError INVALID where it is none */
export function busRequest(payload: unknown): BusRequest {
  if (!requests.Check(payload)) throw new ParleyError('INVALID', 'This is no request.')
  // Who acts is looked at where both transports pass.
  return payload as BusRequest
}

/** The one way to a handler, whatever the transport: checks who acts and what is asked, then asks the handler. */
export function answerer<I extends TObject, O extends TSchema, A extends ActsFor>(
  operation: Operation<I, O, A>,
  handler: Handler<Operation<I, O, A>>,
  logger: FastifyBaseLogger,
): (input: unknown, context: Context) => Promise<OutputOf<Operation<I, O, A>>> {
  return async (input, { actor, requestId }) => {
    // It goes into questions to stores, so it must not be one itself.
    if (actor === null ? operation.actsFor === 'person' : !users.Check(actor))
      throw new ParleyError('UNAUTHENTICATED')
    const checked = operation.check(input)
    // For persons the actor was just seen to be there; the type cannot follow `actsFor`.
    const acting = actor as HandlerContext<A>['actor']
    return await handler(checked, { actor: acting, requestId, log: logger })
  }
}

/** Logs what went wrong here, and returns what the caller may read of it. */
export function reportError(error: unknown, log: FastifyBaseLogger, details: object): ParleyError {
  const known = toParleyError(error)
  // Without a cause it is a bound of ours, which any client can meet as often as it likes, or logged by who had it.
  const isFault = known.status >= 500 && !(known.code === 'UNAVAILABLE' && known.cause === undefined)
  if (isFault) log.error({ ...details, err: error }, known.code)
  else log.debug({ ...details, code: known.code, field: known.field }, 'refused')
  return known
}
