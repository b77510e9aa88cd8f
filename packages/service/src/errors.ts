import { ParleyError } from '@parley/contracts'

/** Any error as one of the table's; what is not known becomes INTERNAL, its inside kept as the cause. */
export function toParleyError(error: unknown): ParleyError {
  if (error instanceof ParleyError) return error
  const status = statusOf(error)
  if (status === 413) return new ParleyError('TOO_LARGE', undefined, { cause: error })
  if (status === 404) return new ParleyError('NOT_FOUND', undefined, { cause: error })
  if (status === 401) return new ParleyError('UNAUTHENTICATED', undefined, { cause: error })
  if (status === 403) return new ParleyError('FORBIDDEN', undefined, { cause: error })
  if (status === 429) return new ParleyError('RATE_LIMITED', undefined, { cause: error })
  if (status === 503) return new ParleyError('UNAVAILABLE', undefined, { cause: error })
  if (status !== undefined && status >= 400 && status < 500)
    return new ParleyError('INVALID', undefined, { cause: error })
  return new ParleyError('INTERNAL', undefined, { cause: error })
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}
