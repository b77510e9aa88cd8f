import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { type Flow, passBytes } from './tcp-flow.ts'

export type Direction = 'to target' | 'to client'

/** A wire between a client and a server that a test can damage. What is set holds for open and new connections. */
export interface TcpProxy {
  /** Of 127.0.0.1; the same for the proxy's whole life. */
  readonly port: number
  /** Connections open now. */
  readonly connections: number
  /** How many of these have lost bytes to `drop`. */
  readonly lossy: number
  /** Resets every open connection; new ones are accepted. */
  cut(): void
  /** Resets every open connection and refuses new ones until `restore`. */
  refuse(): Promise<void>
  /** Every chunk arrives this much later, in order; 0 ends that. */
  delay(ms: number): void
  /** A partition: bytes of this direction are kept, not lost, and go on at `restore`. */
  hold(direction: Direction): void
  /** Half-open: bytes of this direction vanish. At `restore` the connections that lost some are reset. */
  drop(direction: Direction): void
  /** Ends all of the above. */
  restore(): Promise<void>
  close(): Promise<void>
}

interface Pair {
  flows: Record<Direction, Flow>
  reset: () => void
}

/** A proxy to `target` (a port of 127.0.0.1, or a URL with host and port), open on a free port. The caller closes it. */
export async function tcpProxy(target: number | string): Promise<TcpProxy> {
  const { host, port } = address(target)
  const pairs = new Set<Pair>()
  let delayMs = 0
  const modes: Record<Direction, Flow['mode']> = { 'to target': 'pass', 'to client': 'pass' }

  const server = createServer({ allowHalfOpen: true }, (client) =>
    join(client, connect({ host, port, allowHalfOpen: true })),
  )
  const ownPort = await listen(0)

  function join(client: Socket, upstream: Socket): void {
    const flows = { 'to target': passBytes(client, upstream), 'to client': passBytes(upstream, client) }
    const pair: Pair = {
      flows,
      reset: () => {
        client.resetAndDestroy()
        upstream.resetAndDestroy()
      },
    }
    pairs.add(pair)
    apply(pair)
    let open = 2
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      socket.on('error', pair.reset)
      // While one end is still there it can be reset: the news of the other's end may be held or lost.
      socket.on('close', () => {
        open -= 1
        if (open === 0) pairs.delete(pair)
      })
    }
  }

  function apply({ flows }: Pair): void {
    for (const direction of ['to target', 'to client'] as const) {
      flows[direction].delayMs = delayMs
      flows[direction].mode = modes[direction]
    }
  }

  async function listen(at: number): Promise<number> {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
    const bound = server.address()
    if (bound === null || typeof bound === 'string') throw new Error('a TCP server without a port')
    return bound.port
  }

  function cut(): void {
    for (const pair of pairs) pair.reset()
  }

  async function refuse(): Promise<void> {
    if (!server.listening) return cut()
    const closed = once(server, 'close')
    server.close()
    cut()
    await closed
  }

  return {
    port: ownPort,
    get connections() {
      return pairs.size
    },
    get lossy() {
      return [...pairs].filter(hasLost).length
    },
    cut,
    refuse,
    delay(ms) {
      delayMs = ms
      pairs.forEach(apply)
    },
    hold(direction) {
      modes[direction] = 'hold'
      pairs.forEach(apply)
    },
    drop(direction) {
      modes[direction] = 'drop'
      pairs.forEach(apply)
    },
    async restore() {
      delayMs = 0
      modes['to target'] = modes['to client'] = 'pass'
      for (const pair of pairs) {
        if (hasLost(pair)) pair.reset()
        else apply(pair)
      }
      if (!server.listening) await listen(ownPort)
    },
    close: refuse,
  }
}

function address(target: number | string): { host: string; port: number } {
  if (typeof target === 'number') return { host: '127.0.0.1', port: target }
  const { hostname, port } = new URL(target)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function hasLost({ flows }: Pair): boolean {
  return flows['to target'].lost || flows['to client'].lost
}
