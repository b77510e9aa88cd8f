import { ParleyError } from '@parley/contracts'

/** An error about a message as the simple routes and sockets name things, which know a `client_id` only. */
export function inPlainNames(error: unknown): unknown {
  if (!(error instanceof ParleyError) || error.code !== 'CONFLICT' || error.field !== 'clientId') return error
  const words = 'This client_id belongs to another message.'
  return new ParleyError('CONFLICT', words, { field: 'client_id', cause: error })
}
