import type { Entry } from '@parley/contracts/entries'
import { ParleyError, type PublicError } from '@parley/contracts/parley-error'
import type { HttpAddressee, HttpMessage, HttpPort, SessionLife } from './http-port.ts'
import { UnreachableError } from './unreachable-error.ts'

export interface FetchHttpOptions {
  /** '' in a browser, the server's origin elsewhere. */
  baseUrl: string
  /** Cookie (in Node), `X-CSRFToken` and `X-Parley-User`, asked for each request. */
  headers: () => Record<string, string>
  timeoutMs?: number
}

/** The HTTP fallback by `fetch`. */
export function fetchHttp({ baseUrl, headers, timeoutMs = 15_000 }: FetchHttpOptions): HttpPort {
  async function ask(path: string, init: { method?: string; body?: string } = {}): Promise<Response> {
    try {
      return await fetch(baseUrl + path, {
        ...init,
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers() },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
        cache: 'no-store',
      })
    } catch (cause) {
      throw new UnreachableError(cause)
    }
  }

  async function session(): Promise<SessionLife> {
    try {
      const response = await ask('/session')
      if (response.ok) return 'alive'
      return response.status === 401 ? 'ended' : 'unavailable'
    } catch {
      return 'unreachable'
    }
  }

  async function send(to: HttpAddressee, message: HttpMessage): Promise<Entry> {
    const response = await ask(pathOf(to), { method: 'POST', body: JSON.stringify(message) })
    if (!response.ok) throw await errorOf(response)
    try {
      const { entry } = (await response.json()) as { entry: Entry }
      if (typeof entry.seq !== 'number') throw new TypeError('no entry in the answer')
      return entry
    } catch (cause) {
      throw new ParleyError('UNAVAILABLE', undefined, { unclear: true, cause })
    }
  }

  return { session, send }
}

function pathOf(to: HttpAddressee): string {
  return 'group' in to
    ? `/messages/group/${encodeURIComponent(to.group)}/send/`
    : `/messages/send/${encodeURIComponent(to.username)}/`
}

async function errorOf(response: Response): Promise<ParleyError> {
  try {
    const { error } = (await response.json()) as { error: PublicError }
    const retryAfterMs = error.retryAfterMs ?? retryAfterOf(response)
    return ParleyError.fromPublic({ ...error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
  } catch (cause) {
    return unnamedError(response, cause)
  }
}

/** A proxy in between answers in its own words. */
function unnamedError(response: Response, cause: unknown): ParleyError {
  const retryAfterMs = retryAfterOf(response)
  const options = { cause, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  if (response.status === 401) return new ParleyError('UNAUTHENTICATED', undefined, options)
  if (response.status === 413) return new ParleyError('TOO_LARGE', undefined, options)
  if (response.status === 429) return new ParleyError('RATE_LIMITED', undefined, options)
  return new ParleyError('UNAVAILABLE', undefined, { ...options, unclear: true })
}

function retryAfterOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) * 1_000 : undefined
}
