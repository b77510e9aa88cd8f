import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { closeCodes } from '@parley/contracts/close-codes'
import type { Entry } from '@parley/contracts/entries'
import { isGroup } from '@parley/contracts/group-ids'
import { directConversation } from '@parley/contracts/names'
import { ParleyError } from '@parley/contracts/parley-error'
import type { Answers, RequestFrame } from '@parley/contracts/socket'
import { type WebSocket, WebSocketServer } from 'ws'
import { FakeLog, members } from './fake-log.ts'
import { type Fault, FaultPlan } from './fake-faults.ts'

/** A server that speaks `/ws/` and the two routes beside it, from memory, with faults. Cookie: `session=<user id>`. */
export class FakeServer {
  readonly log = new FakeLog()
  readonly requests: RequestFrame[] = []
  /** How many requests by HTTP each path got. */
  readonly httpPaths: string[] = []
  readonly ended = new Set<string>()
  plan = new FaultPlan()
  /** Sockets are refused as by a proxy that knows none. */
  refusesSockets = false
  /** HTTP requests break off. */
  breaksHttp = false
  /** Requests get no answer, as if the network had vanished without a word. */
  isSilent = false
  readonly #http: Server
  readonly #sockets = new Map<WebSocket, string>()
  readonly #wss = new WebSocketServer({ noServer: true })
  #port = 0

  constructor() {
    this.#http = createServer((request, response) => void this.#answerHttp(request, response))
    this.#http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => {})
      const user = userOf(request)
      if (this.refusesSockets || user === undefined || this.ended.has(user)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n')
      } else this.#wss.handleUpgrade(request, socket, head, (ws) => this.#accept(ws, user))
    })
    this.log.onWritten((entry) => {
      for (const [ws, user] of this.#sockets) {
        if (members(entry.conversation).includes(user)) this.#push(ws, { type: 'entry', entry })
      }
    })
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#http.listen(this.#port, '127.0.0.1', resolve)
    })
    const address = this.#http.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get sockets(): number {
    return this.#sockets.size
  }

  /** Stops answering anything, as a server that went down; `listen` brings it back at the same place. */
  async close(): Promise<void> {
    for (const ws of this.#sockets.keys()) ws.terminate()
    this.#http.closeAllConnections()
    await new Promise<void>((resolve) => {
      this.#http.close(() => resolve())
    })
  }

  endSession(user: string): void {
    this.ended.add(user)
    for (const [ws, owner] of this.#sockets) if (owner === user) ws.close(closeCodes.sessionEnded)
  }

  closeSockets(code: number): void {
    for (const ws of this.#sockets.keys()) ws.close(code)
  }

  pushAll(frame: object): void {
    for (const ws of this.#sockets.keys()) ws.send(JSON.stringify(frame))
  }

  #accept(ws: WebSocket, user: string): void {
    ws.on('message', (data) => {
      if (Buffer.isBuffer(data)) this.#received(ws, user, JSON.parse(data.toString('utf8')) as RequestFrame)
    })
    ws.on('close', () => this.#sockets.delete(ws))
    ws.on('error', () => {})
  }

  #received(ws: WebSocket, user: string, frame: RequestFrame): void {
    this.requests.push(frame)
    if (this.isSilent) return
    const fault = this.plan.next()
    if (fault === 'drop') return
    if (fault === 'closeBefore') return ws.terminate()
    if (frame.type === 'delivered') {
      this.log.move(frame.conversation, user, { delivered: frame.seq })
      return
    }
    if (frame.type === 'typing') return this.#tellTyping(user, frame)
    const answer = this.#carryOut(ws, user, frame, fault)
    if (fault === 'closeAfter') return ws.terminate()
    this.#deliver(ws, answer)
    if (fault === 'double') this.#deliver(ws, this.#carryOut(ws, user, frame, 'none'))
  }

  #tellTyping(user: string, { conversation, active }: Extract<RequestFrame, { type: 'typing' }>): void {
    for (const [ws, owner] of this.#sockets)
      if (owner !== user && members(conversation).includes(owner))
        ws.send(JSON.stringify({ type: 'typing', conversation, user, active }))
  }

  #carryOut(ws: WebSocket, user: string, frame: RequestFrame, fault: Fault): object {
    const id = 'id' in frame ? frame.id : 0
    try {
      if (fault === 'refuseRate') throw new ParleyError('RATE_LIMITED', undefined, { retryAfterMs: 3 })
      if (fault === 'refuseAway') throw new ParleyError('UNAVAILABLE')
      if (fault === 'refuseInternal') throw new ParleyError('INTERNAL')
      const body = this.#answer(ws, user, frame)
      if (fault === 'refuseUnclear') throw new ParleyError('UNAVAILABLE', undefined, { unclear: true })
      return { type: 'answer', id, body }
    } catch (error) {
      if (error instanceof ParleyError) return { type: 'error', id, error: error.toPublic() }
      throw error
    }
  }

  #answer(ws: WebSocket, user: string, frame: RequestFrame): Answers[keyof Answers] {
    const { log } = this
    switch (frame.type) {
      case 'hello':
        this.#sockets.set(ws, user)
        return {
          me: personOf(user),
          serverTime: Date.now(),
          limits: { messageCharacters: 5_000, frameBytes: 65_536, page: 200 },
          unread: { user, count: 0, messages: [] },
          ...this.#heads(user),
        }
      case 'open': {
        const conversation = directConversation(user, frame.username)
        const head = log.head(conversation)
        const pointers = log.pointersOf(conversation)
        return {
          conversation: { conversation, head, pointers, unread: 0 },
          people: [personOf(frame.username)],
        }
      }
      case 'send':
        return { entry: log.write(frame.conversation, user, frame.clientId, frame.text) }
      case 'forward':
        return { results: this.#forward(user, frame) }
      case 'edit':
      case 'delete':
        return { entry: log.change(frame.conversation, user, frame) }
      case 'react':
      case 'unreact':
        return { entry: log.react(frame.conversation, user, frame) }
      case 'pin':
      case 'unpin':
        return { entry: log.pin(frame.conversation, user, frame) }
      case 'pinned':
        return { messages: log.pinned(frame.conversation), people: [] }
      case 'save':
      case 'unsave': {
        const key = `${frame.conversation} ${frame.n}`
        if (log.message(frame.conversation, frame.n).deleted) throw new ParleyError('CONFLICT')
        if (frame.type === 'save') log.saved.add(key)
        else log.saved.delete(key)
        return {}
      }
      case 'saved': {
        const saved = [...log.saved].map((key) => {
          const [conversation = '', n] = key.split(' ')
          return { id: key, at: 1, message: log.message(conversation, Number(n)) }
        })
        return { saved: saved.toReversed(), people: [] }
      }
      case 'versions':
        return { message: log.message(frame.conversation, frame.n), versions: [] }
      case 'changes': {
        // A short page, so that catching up takes several.
        const entries = log.of(frame.conversation).slice(frame.after, frame.after + 3)
        const pointers = log.pointersOf(frame.conversation)
        return { entries, head: log.head(frame.conversation), pointers }
      }
      case 'history': {
        const end = (frame.before ?? Number.MAX_SAFE_INTEGER) - 1
        const entries = log
          .of(frame.conversation)
          .slice(0, end)
          .slice(-(frame.limit ?? 200))
        return {
          entries,
          first: 1,
          head: log.head(frame.conversation),
          pointers: log.pointersOf(frame.conversation),
        }
      }
      case 'heads':
        return this.#heads(user)
      case 'inbox':
        return { conversations: [], people: [], more: false }
      case 'arrange': {
        const own = log.arrange(frame.conversation, user, frame)
        for (const [one, owner] of this.#sockets)
          if (owner === user) this.#push(one, { type: 'arranged', conversation: frame.conversation, own })
        return own
      }
      case 'block':
        log.block(user, frame.user)
        return {}
      case 'unblock':
        log.unblock(user, frame.user)
        return {}
      case 'blocked': {
        const blocked = log.blockedBy(user)
        return { blocked, people: blocked.map((one) => personOf(one.user)) }
      }
      case 'read':
        return log.move(frame.conversation, user, { read: frame.seq })
      case 'watch':
        return { presence: frame.users.map((watched) => ({ user: watched, online: true })) }
      case 'people':
        return { people: frame.users.map(personOf) }
      case 'group':
        throw new ParleyError('NOT_FOUND')
      case 'ping':
        return { serverTime: Date.now() }
      case 'delivered':
      case 'typing':
        throw new TypeError('has no answer')
    }
  }

  /** Each by itself, so that some of them may fail. */
  #forward(user: string, { conversation, n, clientId, to }: Extract<RequestFrame, { type: 'forward' }>) {
    const { text } = this.log.message(conversation, n)
    if (text === undefined) throw new ParleyError('CONFLICT')
    return to.map((target) => {
      if (this.plan.next() === 'refuseAway')
        return { conversation: target, error: new ParleyError('UNAVAILABLE').toPublic() }
      if (!members(target).includes(user))
        return { conversation: target, error: new ParleyError('NOT_FOUND').toPublic() }
      return { conversation: target, entry: this.log.write(target, user, clientId, text, true) }
    })
  }

  #heads(user: string): Answers['heads'] {
    const mine = [...this.log.entries.keys()].filter((conversation) => members(conversation).includes(user))
    const conversations = mine
      .filter((conversation) => this.log.head(conversation).seq > 0)
      .map((conversation) => ({
        conversation,
        head: this.log.head(conversation),
        pointers: isGroup(conversation)
          ? [this.log.pointer(conversation, user)]
          : this.log.pointersOf(conversation),
        ...this.log.ownOf(conversation, user),
      }))
    return { conversations, people: [] }
  }

  #push(ws: WebSocket, frame: object): void {
    const fault = this.plan.next()
    if (fault === 'drop') return
    if (fault === 'closeBefore') return ws.terminate()
    if (fault === 'late') setTimeout(() => this.#deliver(ws, frame), 5)
    else this.#deliver(ws, frame)
    if (fault === 'double') this.#deliver(ws, frame)
    if (fault === 'closeAfter') ws.terminate()
  }

  #deliver(ws: WebSocket, frame: object): void {
    if (ws.readyState === ws.OPEN) ws.send(JSON.stringify(frame))
  }

  async #answerHttp(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.httpPaths.push(request.url ?? '')
    const user = userOf(request)
    const fault = this.plan.next()
    if (this.breaksHttp || fault === 'closeBefore') return void request.destroy()
    if (user === undefined || this.ended.has(user)) return json(response, 401, errorBody('UNAUTHENTICATED'))
    if (request.url === '/session') return void response.writeHead(204).end()
    const [, to] = request.url?.match(/^\/messages\/send\/(\w+)\/$/) ?? []
    if (to === undefined) return json(response, 404, errorBody('NOT_FOUND'))
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { message, client_id } = JSON.parse(body) as { message: string; client_id: string }
    if (fault === 'refuseRate') return json(response, 429, errorBody('RATE_LIMITED'))
    if (fault === 'refuseAway') return json(response, 503, errorBody('UNAVAILABLE'))
    let entry: Entry
    try {
      entry = this.log.write(directConversation(user, to), user, client_id, message)
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      return json(response, error.status, { error: error.toPublic() })
    }
    if (fault === 'closeAfter') return void request.destroy()
    json(response, 200, { entry })
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function errorBody(code: ParleyError['code']): object {
  return { error: new ParleyError(code, undefined, { retryAfterMs: 3 }).toPublic() }
}

function userOf(request: IncomingMessage): string | undefined {
  return request.headers.cookie?.match(/session=(\w+)/)?.[1]
}

function personOf(user: string): Answers['hello']['me'] {
  return { id: user, username: user.padEnd(3, '_'), displayName: user }
}
