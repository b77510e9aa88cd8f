import { once } from 'node:events'
import { WebSocket } from 'ws'
import { waitFor } from './wait-for.ts'

/** The answer of a request, its body read. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  /** The body as JSON. @throws SyntaxError where it is not */
  json<T>(): T
}

/** Frames of a socket in the order they came, JSON parsed. */
export interface Frames {
  socket: WebSocket
  all: unknown[]
  send(frame: unknown): void
  /** Resolves with the first frame, from `from` on, of which the condition is true. */
  next<T>(condition: (frame: T) => boolean, from?: number): Promise<T>
  /** Resolves with the code when the socket has closed. */
  closed: Promise<number>
  close(): Promise<void>
}

/**
 * Somebody who uses an installation by its public routes alone, as a script would: cookies kept, CSRF token sent
 * back. Everything is by URL, so the installation may be anything.
 */
export class BrowserlessPerson {
  readonly url: string
  readonly username: string
  readonly password = 'correct horse battery staple'
  readonly #cookies = new Map<string, string>()

  constructor(url: string, username: string) {
    this.url = url
    this.username = username
  }

  /** Signs up and is logged in. */
  static async signUp(url: string, username: string, displayName = username): Promise<BrowserlessPerson> {
    const person = new BrowserlessPerson(url, username)
    const answer = await person.form('/signup', {
      username,
      display_name: displayName,
      password: person.password,
    })
    if (answer.status !== 303 && answer.status !== 302)
      throw new Error(`sign-up of ${username}: ${answer.status} ${answer.text.slice(0, 300)}`)
    return person
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  cookieValue(name: string): string | undefined {
    const value = this.#cookies.get(name)
    return value === undefined ? undefined : decodeURIComponent(value)
  }

  async request(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers)
    if (this.#cookies.size > 0) headers.set('cookie', this.cookie)
    const response = await fetch(new URL(path, this.url), { redirect: 'manual', ...init, headers })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T }
  }

  /** Asks for JSON. */
  async get(path: string): Promise<Answer> {
    return await this.request(path, { headers: { accept: 'application/json' } })
  }

  /** Posts JSON with the CSRF header, after having visited a page for the token if need be. */
  async post(path: string, body: unknown): Promise<Answer> {
    const token = await this.#token()
    const headers = { accept: 'application/json', 'content-type': 'application/json', 'x-csrftoken': token }
    return await this.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** Posts a form as a browser without scripts does. */
  async form(path: string, fields: Record<string, string>): Promise<Answer> {
    const token = await this.#token()
    return await this.request(path, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }).toString(),
    })
  }

  /** Opens a socket and resolves when it is open. @throws Error with the status where the upgrade is refused */
  async open(path: string, headers: Record<string, string> = {}): Promise<Frames> {
    const socket = new WebSocket(new URL(path, this.url.replace(/^http/, 'ws')), {
      headers: { cookie: this.cookie, ...headers },
    })
    const all: unknown[] = []
    socket.on('message', (data) => all.push(JSON.parse(String(data))))
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    const refusal = new Promise<Error>((resolve) => {
      socket.on('unexpected-response', (_request, response) =>
        resolve(new Error(`refused: ${response.statusCode}`)),
      )
      socket.on('error', resolve) // what ends a refused or broken socket; `close` follows
    })
    const refused = await Promise.race([once(socket, 'open').then(() => undefined), refusal])
    if (refused) {
      socket.terminate()
      throw refused
    }
    return {
      socket,
      all,
      closed,
      send: (frame) => socket.send(JSON.stringify(frame)),
      next: async <T>(condition: (frame: T) => boolean, from = 0) => {
        const find = (): T | undefined =>
          all.slice(from).find((frame) => condition(frame as T)) as T | undefined
        await waitFor(() => find() !== undefined, { what: `a frame at ${path}` })
        return find() as T
      },
      close: async () => {
        socket.close()
        await closed
      },
    }
  }

  async #token(): Promise<string> {
    if (!this.#cookies.has('csrftoken')) await this.request('/login')
    return this.cookieValue('csrftoken') ?? ''
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';')
    const separator = pair.indexOf('=')
    const name = pair.slice(0, separator).trim()
    const ended = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute))
    if (ended) this.#cookies.delete(name)
    else this.#cookies.set(name, pair.slice(separator + 1).trim())
  }
}
