import type { ParleyError } from '@parley/contracts'

/** What a plain socket gets of an error, with the client id of the message that it is about. */
export function plainError(error: ParleyError, frame?: Record<string, unknown>): string {
  const clientId = frame?.['client_id']
  return JSON.stringify({
    error: error.toPublic(),
    ...(typeof clientId === 'string' ? { client_id: clientId.slice(0, 64) } : {}),
  })
}
