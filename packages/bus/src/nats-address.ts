/** Where NATS is, and how to get in. */
export interface NatsAddress {
  /** `host:port` each. */
  servers: string[]
  tls: boolean
  user?: string
  pass?: string
  token?: string
}

/**
 * Reads `nats://[user:password@|token@]host[:port]`, several of them separated by commas; `tls://` asks for
 * encryption. The client itself ignores credentials in a URL. No error shows any part of the URL.
 */
export function natsAddress(url: string): NatsAddress {
  const parts = url.split(',').map(parse)
  const withCredentials = parts.find((part) => part.username !== '')
  const address: NatsAddress = {
    servers: parts.map((part) => `${part.hostname}:${part.port || '4222'}`),
    tls: parts.some((part) => part.protocol === 'tls:'),
  }
  if (!withCredentials) return address
  const name = decodeURIComponent(withCredentials.username)
  if (withCredentials.password === '') return { ...address, token: name }
  return { ...address, user: name, pass: decodeURIComponent(withCredentials.password) }
}

function parse(text: string): URL {
  const trimmed = text.trim()
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined
  if (!url?.hostname || !['nats:', 'tls:'].includes(url.protocol)) {
    throw new TypeError('the address of NATS must look like nats://host:4222')
  }
  return url
}
