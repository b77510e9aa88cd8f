import type { OpenWire } from '@parley/client'
import { WebSocket } from 'ws'
import type { Answers, PushFrame, ServerFrame } from '@parley/contracts/socket'
import type { Happening, Recorder } from '../history.ts'
import { seenOf } from './seen.ts'

export interface RecordedWireParts {
  client: string
  person: string
  session: () => string
  /** The address of the next connection. */
  door: () => string
  headers: () => Record<string, string>
  recorder: Recorder
}

interface Asked {
  type: string
  conversation: string
}

/** A socket of `/ws/` of which everything that comes is taken down, and that can break without a word. */
export class RecordedWire {
  readonly #parts: RecordedWireParts
  #socket: WebSocket | undefined
  #opened = 0

  constructor(parts: RecordedWireParts) {
    this.#parts = parts
  }

  /** As when the network or the machine is gone: no close frame. */
  break(): void {
    this.#socket?.terminate()
  }

  readonly open: OpenWire = (events) => {
    const { client, person, session, door, headers, recorder } = this.#parts
    const name = `${client}#${++this.#opened}`
    const own = { client, person, session: session() }
    const url = `${door().replace(/^http/, 'ws')}/ws/`
    const socket = new WebSocket(url, { headers: headers(), perMessageDeflate: false })
    const asked = new Map<number, Asked>()
    this.#socket = socket
    const closed = once((code: number) => {
      recorder.record({ type: 'closed', client, socket: name, person, code })
      events.closed(code)
    })
    socket.on('open', () => {
      recorder.record({ type: 'opened', ...own, socket: name, resumed: this.#opened > 1 })
      events.opened()
    })
    socket.on('message', (data) => {
      const text = String(data)
      for (const each of happeningsOf(JSON.parse(text) as ServerFrame, asked)) {
        recorder.record({ ...own, socket: name, ...each } as Happening)
      }
      events.message(text)
    })
    socket.on('close', closed)
    socket.on('error', () => undefined) // 'close' follows
    return {
      send(text) {
        remember(text, asked)
        socket.send(text)
      },
      close: (code) => end(socket, code),
    }
  }
}

/** What is shown by a frame, without who saw it. */
function happeningsOf(frame: ServerFrame, asked: Map<number, Asked>): object[] {
  if (frame.type === 'error') return []
  if (frame.type !== 'answer') return pushed(frame)
  const request = asked.get(frame.id)
  asked.delete(frame.id)
  if (request?.type === 'changes' || request?.type === 'history') {
    const { entries } = frame.body as Answers['changes']
    const how = request.type === 'changes' ? 'resumed' : 'history'
    return entries.map((entry) => ({ type: 'shown', how, entry: seenOf(entry) }))
  }
  if (request?.type === 'read') {
    return [{ type: 'read', conversation: request.conversation, pointer: frame.body }]
  }
  return []
}

function pushed(frame: PushFrame): object[] {
  if (frame.type === 'entry') return [{ type: 'shown', how: 'live', entry: seenOf(frame.entry) }]
  if (frame.type === 'head') return [{ type: 'told of', conversation: frame.conversation, frame: frame.type }]
  if (frame.type === 'receipt' || frame.type === 'typing') {
    const of = frame.type === 'receipt' ? frame.pointer.user : frame.user
    return [{ type: 'told of', conversation: frame.conversation, frame: frame.type, of }]
  }
  if (frame.type === 'unread') {
    return frame.unread.messages.map((entry) => ({ type: 'shown', how: 'history', entry: seenOf(entry) }))
  }
  return []
}

function remember(text: string, asked: Map<number, Asked>): void {
  const { type, id, conversation = '' } = JSON.parse(text) as Partial<Asked> & { id?: number }
  if (type !== undefined && id !== undefined) asked.set(id, { type, conversation })
}

function end(socket: WebSocket, code: number): void {
  if (socket.readyState === WebSocket.OPEN) socket.close(code)
  else socket.terminate()
}

function once(act: (code: number) => void): (code: number) => void {
  let done = false
  return (code) => {
    if (done) return
    done = true
    act(code)
  }
}
