import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node'
import { BusTimeout, BusUnavailable } from './errors.ts'

const outcomeHeader = 'Parley-Outcome'

/** Why a responder sends no answer: its handler threw, or it has too much under way. */
export type Refusal = 'failed' | 'full'

export function encode(payload: unknown): string {
  return payload === undefined ? '' : JSON.stringify(payload)
}

/** @throws SyntaxError when it is not JSON */
export function decode(msg: Msg): unknown {
  return msg.data.length === 0 ? undefined : JSON.parse(msg.string())
}

export function refusalHeaders(refusal: Refusal): MsgHdrs {
  const made = headers()
  made.set(outcomeHeader, refusal)
  return made
}

/** The error that a frame stands for, if it is not an answer. */
export function refusalOf(msg: Msg): Error | undefined {
  if (!msg.headers) return undefined
  // The server's own word for "no responders".
  if (msg.headers.code === 503) return new BusUnavailable('nobody answers')
  const outcome = msg.headers.get(outcomeHeader)
  if (outcome === 'full') return new BusUnavailable('the responder has too much under way')
  if (outcome === 'failed') return new BusTimeout('the responder failed')
  return undefined
}
