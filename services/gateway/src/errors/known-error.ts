import { errorTable, ParleyError } from '@parley/contracts'
import { toParleyError } from '@parley/service'
import type { ErrorStatus } from '../views/model.ts'

/** Any error as one of the table's, with words for what the framework and its plugins throw. */
export function knownError(error: unknown): ParleyError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const cause = error
  if (code.startsWith('FST_CSRF_'))
    return new ParleyError('FORBIDDEN', 'The CSRF token is missing or not right.', { cause })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new ParleyError('INVALID', 'The body must be JSON or a form.', { cause })
  return toParleyError(error)
}

/** What may be said of a failure beyond the words that its page has: sentences of ours about the input, no others. */
export function detailOf(error: ParleyError): string | undefined {
  const isOwn = error.message !== errorTable[error.code].sentence
  return isOwn && (error.code === 'INVALID' || error.code === 'TOO_LARGE')
    ? sentence(error.message)
    : undefined
}

/** A message as a sentence for people. */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

/** The status whose words a page shows. */
export function shownStatus(error: ParleyError): ErrorStatus {
  switch (error.code) {
    // Of who has no session only htmx asks here: for pages it is a way to the login.
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
      return 403
    case 'NOT_FOUND':
      return 404
    case 'TOO_LARGE':
      return 413
    case 'RATE_LIMITED':
      return 429
    case 'UNAVAILABLE':
      return 503
    case 'INTERNAL':
      return 500
    case 'INVALID':
    case 'CONFLICT':
      return 422
  }
}

/** For `Retry-After`, and to be told to people. */
export function retryAfterSeconds(error: ParleyError): number | undefined {
  return error.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(error.retryAfterMs / 1_000))
}
