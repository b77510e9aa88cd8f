import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

const html = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

type Headers = Record<string, string>

/** A browser without scripts, as far as cookies and forms go; by its other methods a script. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #app: FastifyInstance

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** Asks for a page. */
  get(url: string, headers: Headers = {}): Promise<LightMyRequestResponse> {
    return this.ask({ method: 'GET', url, headers: { accept: html, ...headers } })
  }

  /** Sends a form, as a page has it: with the token that goes with the cookies. */
  post(url: string, fields: Headers, headers: Headers = {}): Promise<LightMyRequestResponse> {
    const body = new URLSearchParams({ csrf_token: this.token, ...fields }).toString()
    const type = 'application/x-www-form-urlencoded'
    return this.ask({
      method: 'POST',
      url,
      body,
      headers: { accept: html, 'content-type': type, ...headers },
    })
  }

  /** Asks as a script. */
  json(url: string, headers: Headers = {}): Promise<LightMyRequestResponse> {
    return this.ask({ method: 'GET', url, headers: { accept: 'application/json', ...headers } })
  }

  /** Sends JSON as a script. */
  send(url: string, body: unknown, headers: Headers = {}): Promise<LightMyRequestResponse> {
    const own = { accept: 'application/json', 'content-type': 'application/json', 'x-csrftoken': this.token }
    const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    return this.ask({ method: 'POST', url, body: payload, headers: { ...own, ...headers } })
  }

  /** The header, for sockets. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  get token(): string {
    return this.cookies.get('csrftoken') ?? ''
  }

  /** Another that has the same cookies now, at the same gateway or another. */
  twin(app: FastifyInstance = this.#app): Visitor {
    const other = new Visitor(app)
    for (const [name, value] of this.cookies) other.cookies.set(name, value)
    return other
  }

  async ask(request: {
    method: 'GET' | 'POST' | 'HEAD'
    url: string
    headers: Headers
    body?: string | Buffer
  }): Promise<LightMyRequestResponse> {
    const { cookie } = this
    const headers = { ...(cookie === '' ? {} : { cookie }), ...request.headers }
    const answer = await this.#app.inject({ ...request, headers })
    for (const { name, value, maxAge, expires } of answer.cookies) {
      if (value === '' || maxAge === 0 || (expires && expires.getTime() <= 0)) this.cookies.delete(name)
      else this.cookies.set(name, encodeURIComponent(value))
    }
    return answer
  }
}

/** HTML with what the escaper wrote as numbers read as characters again. */
export function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
}
