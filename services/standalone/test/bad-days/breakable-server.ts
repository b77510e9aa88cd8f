import { type HasTeardown, type Server, type TcpProxy, tcpProxy } from '@parley/testing'

/** A real server of one test, reached by a wire that the test can cut. */
export interface BreakableServer {
  /** Through the wire. */
  url: string
  server: Server
  wire: TcpProxy
}

/** Starts it; `query` is added to its URL. */
export async function breakable(
  t: HasTeardown,
  starting: Promise<Server>,
  query = '',
): Promise<BreakableServer> {
  const server = await starting
  t.teardown(() => server.stop())
  const wire = await tcpProxy(server.url)
  t.teardown(() => wire.close())
  const url = new URL(server.url)
  url.port = String(wire.port)
  if (query) url.search = query
  return { url: url.href, server, wire }
}
