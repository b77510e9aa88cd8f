import type { Socket } from 'node:net'

/** One direction of a proxied connection. */
export interface Flow {
  /** `hold` keeps what comes for later, `drop` throws it away; the end of the stream is treated likewise. */
  mode: 'pass' | 'hold' | 'drop'
  delayMs: number
  /** Whether anything was thrown away. */
  readonly lost: boolean
}

/** Beyond this, the sender is not read from: it is held up as by a full network. */
const MAX_WAITING_BYTES = 1024 * 1024

/** Passes the bytes of one socket on to another until either is gone. */
export function passBytes(from: Socket, to: Socket): Flow {
  const waiting: { chunk: Buffer | 'end'; due: number }[] = []
  let waitingBytes = 0
  let mode: Flow['mode'] = 'pass'
  let delayMs = 0
  let lost = false
  let timer: NodeJS.Timeout | undefined
  let blocked = false

  from.on('data', take)
  from.on('end', () => take('end'))
  to.on('drain', () => {
    blocked = false
    pump()
  })
  // After an orderly end the rest still has to go out; without one this was a reset, which is passed on.
  from.on('close', () => {
    if (!from.readableEnded) to.destroy()
  })
  to.on('close', discard)

  function take(chunk: Buffer | 'end'): void {
    if (mode === 'drop') {
      lost = true
      return
    }
    waiting.push({ chunk, due: performance.now() + delayMs })
    waitingBytes += chunk === 'end' ? 0 : chunk.length
    pump()
    if (waitingBytes > MAX_WAITING_BYTES) from.pause()
  }

  function pump(): void {
    clearTimeout(timer)
    if (mode === 'drop' && waiting.length > 0) {
      lost = true
      discard()
    }
    while (mode === 'pass' && !blocked) {
      const [next] = waiting
      if (next === undefined) break
      const early = next.due - performance.now()
      if (early > 0) {
        timer = setTimeout(pump, Math.ceil(early))
        break
      }
      waiting.shift()
      send(next.chunk)
    }
    if (waitingBytes <= MAX_WAITING_BYTES) from.resume()
  }

  function send(chunk: Buffer | 'end'): void {
    if (chunk === 'end') {
      to.end()
      return
    }
    waitingBytes -= chunk.length
    blocked = !to.write(chunk)
  }

  function discard(): void {
    clearTimeout(timer)
    waiting.length = 0
    waitingBytes = 0
  }

  return {
    get lost() {
      return lost
    },
    get mode() {
      return mode
    },
    set mode(value) {
      mode = value
      pump()
    },
    get delayMs() {
      return delayMs
    },
    set delayMs(value) {
      delayMs = value
      pump()
    },
  }
}
