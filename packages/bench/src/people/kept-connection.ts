import { connect, type Socket } from 'node:net'
import type { BrowserlessPerson } from '@parley/testing'

export interface Reply {
  status: number
  body: Buffer
}

interface Awaited extends PromiseWithResolvers<Reply> {
  path: string
}

const silentMs = 30_000
const headEnd = '\r\n\r\n'

/**
 * One person's requests on one kept HTTP connection, one after the other, as a script with keep-alive makes them. It
 * reads what it has to of HTTP and no more, since a client of the library's costs more than what is measured.
 */
export class KeptConnection {
  readonly #url: URL
  readonly #head: string
  readonly #csrf: string
  #socket: Socket | undefined
  #came: Buffer[] = []
  #size = 0
  /** Of the answer that is coming, once its head is there. */
  #expected: { status: number; bodyAt: number; bytes: number } | undefined
  #awaited: Awaited | undefined

  constructor(person: BrowserlessPerson, accept = 'application/json') {
    this.#url = new URL(person.url)
    this.#head = `host: ${this.#url.host}\r\naccept: ${accept}\r\ncookie: ${person.cookie}\r\n`
    this.#csrf = person.cookieValue('csrftoken') ?? ''
  }

  async get(path: string): Promise<Reply> {
    return await this.#ask(path, `GET ${path} HTTP/1.1\r\n${this.#head}\r\n`)
  }

  async post(path: string, body: unknown): Promise<Reply> {
    const text = JSON.stringify(body)
    const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nx-csrftoken: ${this.#csrf}\r\n`
    return await this.#ask(path, `POST ${path} HTTP/1.1\r\n${this.#head}${head}\r\n${text}`)
  }

  close(): void {
    this.#socket?.destroy()
  }

  async #ask(path: string, request: string): Promise<Reply> {
    const awaited = { path, ...Promise.withResolvers<Reply>() }
    this.#awaited = awaited
    this.#socket ??= this.#open()
    this.#socket.write(request)
    return await awaited.promise
  }

  #open(): Socket {
    const socket = connect(Number(this.#url.port), this.#url.hostname)
    socket.setNoDelay(true).setTimeout(silentMs)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('timeout', () => socket.destroy(new Error(`no answer within ${silentMs / 1_000} s`)))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => {
      this.#socket = undefined
      this.#fail(new Error('the connection was closed'))
    })
    return socket
  }

  #take(chunk: Buffer): void {
    this.#came.push(chunk)
    this.#size += chunk.length
    this.#expected ??= expectedOf(this.#came.length === 1 ? chunk : Buffer.concat(this.#came))
    if (!this.#expected) return
    const { status, bodyAt, bytes } = this.#expected
    if (Number.isNaN(bytes)) return this.#fail(new Error('an answer does not say how long it is'))
    if (this.#size < bodyAt + bytes) return
    const whole = Buffer.concat(this.#came)
    this.#came = []
    this.#size = 0
    this.#expected = undefined
    const awaited = this.#awaited
    this.#awaited = undefined
    awaited?.resolve({ status, body: whole.subarray(bodyAt, bodyAt + bytes) })
  }

  #fail(cause: Error): void {
    const awaited = this.#awaited
    this.#awaited = undefined
    awaited?.reject(new Error(`${awaited.path} was not answered`, { cause }))
  }
}

function expectedOf(came: Buffer): { status: number; bodyAt: number; bytes: number } | undefined {
  const end = came.indexOf(headEnd)
  if (end === -1) return undefined
  const head = came.toString('latin1', 0, end)
  const bytes = Number(/^content-length: *(\d+)/im.exec(head)?.[1])
  return { status: Number(head.slice(9, 12)), bodyAt: end + headEnd.length, bytes }
}
