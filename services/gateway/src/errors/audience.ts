import type { FastifyRequest } from 'fastify'

/** Who reads an answer: a script, a person with a page before them, or htmx for a part of one. */
export type Audience = 'json' | 'page' | 'partial'

export function audienceOf(request: FastifyRequest): Audience {
  const answers = request.routeOptions.config.answers ?? 'page'
  const accept = request.headers.accept ?? ''
  if (answers === 'json' || request.headers.upgrade !== undefined) return 'json'
  if (request.headers['hx-request'] !== undefined && answers === 'page') return 'partial'
  if (isJson(request.headers['content-type']) || prefersJson(accept)) return 'json'
  if (answers === 'either') return accept.includes('text/html') ? 'page' : 'json'
  return 'page'
}

/** Browsers ask for text/html and do not name JSON. */
function prefersJson(accept: string): boolean {
  const json = accept.indexOf('application/json')
  const html = accept.indexOf('text/html')
  return json !== -1 && (html === -1 || json < html)
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.trim().toLowerCase().startsWith('application/json') ?? false
}
