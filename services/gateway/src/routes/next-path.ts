import type { FastifyRequest } from 'fastify'

const nowhere = 'http://parley.invalid'
const max = 1_000

/** Where someone was headed, if that is a page of this site to go on to after a login; otherwise empty. */
export function nextPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > max || !given.startsWith('/')) return ''
  // A browser reads a second slash of either kind as the start of another site's name, and drops tabs and breaks.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(given) || !URL.canParse(given, nowhere)) return ''
  const url = new URL(given, nowhere)
  if (url.origin !== nowhere || url.pathname.startsWith('//')) return ''
  return /^\/(login|logout|signup)\b/.test(url.pathname) ? '' : url.pathname + url.search
}

/** The login page that leads on to what was asked for, or to the page that a form was on. */
export function loginPath(request: FastifyRequest): string {
  const isPage = request.method === 'GET' || request.method === 'HEAD'
  const next = nextPath(isPage ? request.url : chatOf(request.url))
  const query = new URLSearchParams(next === '' || next === '/' ? {} : { next })
  if (request.hadSession) query.set('notice', 'ended')
  else if (query.has('next')) query.set('notice', 'needs-login')
  return query.size === 0 ? '/login' : `/login?${query.toString()}`
}

/** The chat whose form was sent. */
function chatOf(url: string): string {
  return url
    .replace('/messages/send/', '/messages/chat/')
    .replace(/^(\/messages\/group\/[^/]+\/)send\/$/, '$1')
}
