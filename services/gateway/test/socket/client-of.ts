import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Visitor } from '../visitor.ts'
import { Peer } from './peer.ts'

/** A socket of `/ws/` with somebody's cookies, greeted. */
export async function clientOf(app: FastifyInstance, visitor: Visitor): Promise<Peer> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const peer = await Peer.open(`ws://127.0.0.1:${port}/ws/`, { cookie: visitor.cookie })
  await peer.ask('hello', { version: 1 })
  return peer
}
