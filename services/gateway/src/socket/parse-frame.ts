import { ParleyError } from '@parley/contracts'

/** A frame as an object. ws has seen to it that it is UTF-8. @throws ParleyError INVALID */
export function parseFrame(data: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(data.toString())
  } catch (cause) {
    throw new ParleyError('INVALID', 'A frame must be JSON.', { cause })
  }
  if (isObject(value)) return value
  throw new ParleyError('INVALID', 'A frame must be a JSON object.')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
