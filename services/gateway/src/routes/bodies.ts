import { ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

/** The fields of a body, whatever it came as. */
export type Fields = Readonly<Record<string, unknown>>

const maxFields = 100

/** Bodies as JSON or forms. Broken JSON, UTF-8 or percent-encoding is refused, never repaired. */
export const bodies = fp(
  async (app: FastifyInstance) => {
    app.removeAllContentTypeParsers()
    const asBuffer = { parseAs: 'buffer' } as const
    app.addContentTypeParser('application/json', asBuffer, async (_request: unknown, body: Buffer) =>
      json(body),
    )
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      asBuffer,
      async (_request: unknown, body: Buffer) => form(body),
    )
    app.addContentTypeParser(
      'multipart/form-data',
      asBuffer,
      async (request: FastifyRequest, body: Buffer) =>
        await multipart(request.headers['content-type'] ?? '', body),
    )
  },
  { name: 'parley-bodies' },
)

/** The fields of a request's body. @throws ParleyError INVALID */
export function fieldsOf(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ParleyError('INVALID', 'The body must be a form or a JSON object.')
  return body as Fields
}

/** One field as text; empty where it is missing. @throws ParleyError INVALID naming the field */
export function textField(fields: Fields, name: string): string {
  const value = fields[name] ?? ''
  if (typeof value !== 'string') throw new ParleyError('INVALID', `${name} must be text`, { field: name })
  return value
}

/** One field as yes or no. @throws ParleyError INVALID naming the field, where it is missing or something else */
export function switchField(fields: Fields, name: string): boolean {
  const value = fields[name]
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw new ParleyError('INVALID', `${name} must be true or false`, { field: name })
}

function json(body: Buffer): unknown {
  const text = utf8(body)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ParleyError('INVALID', 'The body is not JSON.', { cause })
  }
}

function form(body: Buffer): Fields {
  const fields: Record<string, string> = Object.create(null)
  const pairs = utf8(body).split('&').filter(Boolean)
  if (pairs.length > maxFields) throw new ParleyError('INVALID', 'The form has too many fields.')
  for (const pair of pairs) {
    const [name = '', ...value] = pair.split('=')
    fields[decoded(name)] = decoded(value.join('='))
  }
  return fields
}

async function multipart(type: string, body: Buffer): Promise<Fields> {
  try {
    const data = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
    const fields: Record<string, string> = Object.create(null)
    for (const [name, value] of data) if (typeof value === 'string') fields[name] = value
    return fields
  } catch (cause) {
    throw new ParleyError('INVALID', 'The form could not be read.', { cause })
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (cause) {
    throw new ParleyError('INVALID', 'The form is not encoded as forms are.', { cause })
  }
}

function utf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (cause) {
    throw new ParleyError('INVALID', 'The body is not UTF-8.', { cause })
  }
}
