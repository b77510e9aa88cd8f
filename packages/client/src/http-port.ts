import type { Entry } from '@parley/contracts/entries'

/** `unavailable`: the server answered, but cannot tell. `unreachable`: nothing answered. */
export type SessionLife = 'alive' | 'ended' | 'unavailable' | 'unreachable'

export interface HttpMessage {
  message: string
  client_id: string
  reply_to?: number
  seen?: number
}

/** Whose conversation: a person's, or a group's by the id in its addresses. */
export type HttpAddressee = { username: string } | { group: string }

/** What this client does by HTTP while there is no socket. */
export interface HttpPort {
  session(): Promise<SessionLife>
  /** @throws ParleyError; `unclear` where the message may have been written, UnreachableError where nothing answered */
  send(to: HttpAddressee, message: HttpMessage): Promise<Entry>
}
