import { ParleyError } from '@parley/contracts'
import type { FastifyRequest } from 'fastify'

/** One parameter of the query as text, the first where it was given several times. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name]
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : undefined
}

/** One parameter as a whole number; absent and empty are undefined. @throws ParleyError INVALID naming it */
export function queryNumber(
  request: FastifyRequest,
  name: string,
  { minimum, maximum = Number.MAX_SAFE_INTEGER }: { minimum: number; maximum?: number },
): number | undefined {
  const text = queryText(request, name)
  if (text === undefined || text === '') return undefined
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (value >= minimum && value <= maximum) return value
  const bounds = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`
  throw new ParleyError('INVALID', `${name} must be a whole number ${bounds}`, { field: name })
}
