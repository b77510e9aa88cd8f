import { type Operation, ParleyError } from '@parley/contracts'
import type { FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'

/** An operation's input as it came over HTTP: path and query are text and converted explicitly, the body is JSON. */
export function httpInput(operation: Operation, request: FastifyRequest): unknown {
  const fromBody = operation.method === 'GET' ? {} : (request.body ?? {})
  if (typeof fromBody !== 'object' || Array.isArray(fromBody))
    throw new ParleyError('INVALID', 'The body must be a JSON object')
  const fromText: Record<string, unknown> = {}
  for (const [name, value] of [
    ...Object.entries(request.query as object),
    ...Object.entries(request.params as object),
  ]) {
    fromText[name] = convert(value, operation.input.properties[name])
  }
  return { ...fromBody, ...fromText }
}

function convert(value: unknown, schema: TSchema | undefined): unknown {
  if (typeof value !== 'string' || !schema || !('type' in schema)) return value
  if (schema.type === 'integer') return /^\d{1,16}$/.test(value) ? Number(value) : value
  if (schema.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  return value
}
