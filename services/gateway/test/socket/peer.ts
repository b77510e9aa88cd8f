import { once } from 'node:events'
import type { socket } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import { WebSocket } from 'ws'

/** What the other end got: frames as parsed JSON. */
export type Frame = Record<string, unknown> & { type?: string; id?: number }

/** The other end of one socket in a test: keeps all that comes, and waits for what should. */
export class Peer {
  readonly frames: Frame[] = []
  readonly ws: WebSocket
  closed: { code: number; reason: string } | undefined
  #id = 0

  constructor(url: string, headers: Record<string, string> = {}) {
    this.ws = new WebSocket(url, { headers })
    this.ws.on('message', (data) => this.frames.push(JSON.parse(data.toString())))
    this.ws.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() }
    })
    this.ws.on('error', () => undefined)
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<Peer> {
    const peer = new Peer(url, headers)
    await once(peer.ws, 'open')
    return peer
  }

  send(frame: unknown): void {
    this.ws.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  /** Sends a request of `/ws/` and returns its answer's body, or rejects with the error's frame. */
  async ask<T extends keyof socket.Answers>(type: T, fields: object = {}): Promise<socket.Answers[T]> {
    const frame = await this.attempt(type, fields)
    if (frame.type !== 'answer') throw new Error(`refused: ${JSON.stringify(frame)}`)
    // What a test makes of it fails where it is something else.
    return frame['body'] as socket.Answers[T]
  }

  /** Sends a request of `/ws/` and returns the frame that answers it, whatever it is. */
  attempt(type: string, fields: object = {}): Promise<Frame> {
    const id = ++this.#id
    this.send({ type, id, ...fields })
    return this.next((one) => one.id === id, `the answer to ${type}`)
  }

  next(wanted: (frame: Frame) => boolean, what: string, timeoutMs = 30_000): Promise<Frame> {
    return waitFor(() => this.frames.find(wanted), { what, timeoutMs })
  }

  all(wanted: (frame: Frame) => boolean, count: number, what: string): Promise<Frame[]> {
    return waitFor(
      () => {
        const found = this.frames.filter(wanted)
        return found.length >= count ? found : undefined
      },
      { what },
    )
  }

  end(what = 'the close', timeoutMs = 30_000): Promise<{ code: number; reason: string }> {
    return waitFor(() => this.closed, { what, timeoutMs })
  }

  close(): void {
    this.ws.terminate()
  }
}
