import { BusTimeout, BusUnavailable } from '@parley/bus'
import {
  type Context,
  type InputOf,
  instanceSubject,
  type Operation,
  type OutputOf,
  type Owner,
  ParleyError,
  type PublicError,
} from '@parley/contracts'
import type { Bus } from '@parley/bus'
import type { BusAnswer, BusRequest } from './answers.ts'
import { serviceCredential } from './credential.ts'
import { httpRequestOf } from './http-request.ts'
import type { Instances } from './instances.ts'

export interface CallParts {
  bus: Bus
  secret: string
  urls: Partial<Record<Owner, string>>
  /** Where operations with an affinity go first; without them, to any instance. */
  instances?: Instances
}

/**
 * Asks another service for an operation: on the bus, and while the bus or every responder is away by the service's
 * HTTP API. Operations are safe to repeat, so a bus that went silent is followed by HTTP too.
 * @throws ParleyError what the service answered; UNAVAILABLE (with `unclear` where it may have been carried out)
 */
export type Call = <Op extends Operation>(
  operation: Op,
  input: InputOf<Op>,
  context: Context,
  options?: { timeoutMs?: number },
) => Promise<OutputOf<Op>>

export function createCall(parts: CallParts): Call {
  const credential = serviceCredential(parts.secret)
  return async <Op extends Operation>(
    operation: Op,
    input: InputOf<Op>,
    context: Context,
    options: { timeoutMs?: number } = {},
  ) => {
    const timeoutMs = options.timeoutMs ?? 5_000
    let cause: unknown
    try {
      const request: BusRequest = { context, input }
      return outputOf<Op>(await onBus(parts, operation, request, timeoutMs))
    } catch (error) {
      if (!(error instanceof BusUnavailable || error instanceof BusTimeout)) throw error
      cause = error
    }
    const unclear = cause instanceof BusTimeout
    const base = parts.urls[operation.owner]
    if (!base) throw new ParleyError('UNAVAILABLE', undefined, { cause, unclear })
    return outputOf<Op>(await overHttp(base, operation, input, context, { credential, timeoutMs, unclear }))
  }
}

async function onBus(
  { bus, instances }: CallParts,
  operation: Operation,
  request: BusRequest,
  timeoutMs: number,
): Promise<unknown> {
  const instance = operation.affinity && instances?.of(keyOf(request.input, operation.affinity))
  if (instance) {
    try {
      return await bus.request(instanceSubject(operation.subject, instance), request, { timeoutMs })
    } catch (error) {
      // It was not handled: that one is gone, and any other does as well.
      if (!(error instanceof BusUnavailable)) throw error
    }
  }
  return await bus.request(operation.subject, request, { timeoutMs })
}

function keyOf(input: unknown, affinity: string): string {
  return String((input as Record<string, unknown>)[affinity])
}

async function overHttp(
  base: string,
  operation: Operation,
  input: object,
  context: Context,
  options: { credential: string; timeoutMs: number; unclear: boolean },
): Promise<BusAnswer> {
  const { url, body } = httpRequestOf(base, operation, input)
  try {
    const response = await fetch(url, {
      method: operation.method,
      headers: {
        authorization: `Bearer ${options.credential}`,
        'x-request-id': context.requestId,
        ...(context.actor ? { 'x-parley-actor': context.actor } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(options.timeoutMs),
    })
    const answer: unknown = await response.json()
    if (response.ok) return { output: answer }
    if (isRefusal(answer)) return answer
    throw new Error(`${response.status} from another program than the service`)
  } catch (cause) {
    const refused = cause instanceof TypeError && isRefused(cause.cause)
    throw new ParleyError('UNAVAILABLE', undefined, { cause, unclear: options.unclear || !refused })
  }
}

/** A proxy before a service that is away answers in its own words. */
function isRefusal(answer: unknown): answer is { error: PublicError } {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return false
  const { error } = answer
  return typeof error === 'object' && error !== null && 'code' in error
}

function isRefused(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED'
}

function outputOf<Op extends Operation>(answer: unknown): OutputOf<Op> {
  const known = answer as BusAnswer
  if ('error' in known) throw ParleyError.fromPublic(known.error)
  return known.output as OutputOf<Op>
}
