import type { FastifyReply, FastifyRequest } from 'fastify'
import type { GatewayParts } from '../parts.ts'
import type { LoginLimits } from '../limits/login-limits.ts'
import type { BellView, Chrome } from '../views/model.ts'
import { chromeOf, type PageParts } from './chrome.ts'

/** What routes need beside the app. */
export interface RouteParts extends PageParts {
  signup: GatewayParts['signup']
  origin: GatewayParts['origin']
  limits: LoginLimits
  /** Signs what only this gateway may have written into a page. */
  secret: string
}

/** Answers with a page or a part of one. */
export async function sendHtml(reply: FastifyReply, html: string, status = 200): Promise<FastifyReply> {
  return await reply.code(status).type('text/html; charset=utf-8').send(html)
}

/** Renders a page with all that stands around it. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PageParts,
  page: { render: (chrome: Chrome) => string; bell?: BellView | null; status?: number },
): Promise<FastifyReply> {
  const chrome = chromeOf(request, reply, parts, page.bell ?? null)
  return await sendHtml(reply, page.render(chrome), page.status)
}
