import { parseArgs } from 'node:util'
import { StartError } from '@parley/service'

/** What somebody asked for. */
export interface BenchOptions {
  /** Names of scenarios; none means all. */
  scenarios: string[]
  target: { kind: 'embedded' } | { kind: 'real' } | { kind: 'url'; urls: string[] }
  /** Of each measured window. */
  seconds: number
  /** Messages a second of an open loop; half of what goes through where it is not given. */
  rate?: number
  pairs: number
  /** Messages under way in each pair. */
  window: number
  /** HTTP connections. */
  connections: number
  /** Sockets of `idle` and `recover`. */
  sockets: number
  gateways: number
  messages: number
  /** `grow` goes on to 10,000,000 messages. */
  large: boolean
  json?: string
  html?: string
  /** Where CPU profiles of the services go. */
  profiles?: string
  list: boolean
}

export const usage = `npm run bench -- [scenario …] [options]

  --embedded            starts what npm start runs (default)
  --real                starts the services on MongoDB, NATS and Redis from the PATH
  --url URL             measures what runs there; repeat it for each gateway. Its limits on rates have to be off:
                        PARLEY_SEND_RATE=0 PARLEY_LOGIN_RATE=0. People and messages that are made stay there
  --seconds N           of each window (10)
  --rate N              messages a second of latency (half of what goes through)
  --pairs N --window N  pairs of people (25), messages under way in each (4)
  --connections N       HTTP connections of unread, inbox and fallback (8); history has one
  --sockets N           of idle and recover (10000)
  --gateways N --messages N   processes of these services, with --real (1)
  --large               grow goes on to 10,000,000 messages
  --profiles FOLDER     writes a CPU profile of each service there
  --json FILE --html FILE     the results as data, and as a page
  --list                says which scenarios there are`

/** @throws StartError in words for whoever typed it */
export function readCommandLine(args: string[]): BenchOptions {
  const { values, positionals } = parse(args)
  const urls = values.url ?? []
  if ([values.embedded, values.real, urls.length > 0].filter(Boolean).length > 1)
    throw new StartError('Only one of --embedded, --real and --url at a time.')
  for (const url of urls) if (!URL.canParse(url)) throw new StartError(`${url} is not a URL.`)
  const number = (name: keyof typeof values, otherwise: number, most: number) =>
    numberOf(name, values[name], otherwise, most)
  const real = values.real === true
  return {
    scenarios: positionals,
    target: urls.length > 0 ? { kind: 'url', urls } : { kind: real ? 'real' : 'embedded' },
    seconds: number('seconds', 10, 3_600),
    ...(values.rate === undefined ? {} : { rate: number('rate', 0, 1_000_000) }),
    pairs: number('pairs', 25, 2_000),
    window: number('window', 4, 500),
    connections: number('connections', 8, 1_000),
    sockets: number('sockets', 10_000, 25_000),
    gateways: number('gateways', 1, 16),
    messages: number('messages', 1, 16),
    large: values.large === true,
    ...(values.json === undefined ? {} : { json: values.json }),
    ...(values.html === undefined ? {} : { html: values.html }),
    ...(values.profiles === undefined ? {} : { profiles: values.profiles }),
    list: values.list === true,
  }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = {
    embedded: flag,
    real: flag,
    large: flag,
    list: flag,
    seconds: text,
    rate: text,
    pairs: text,
    window: text,
    connections: text,
    sockets: text,
    gateways: text,
    messages: text,
    json: text,
    html: text,
    profiles: text,
    url: { type: 'string', multiple: true },
  } as const
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (cause) {
    throw new StartError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`, { cause })
  }
}

function numberOf(name: string, given: unknown, otherwise: number, most: number): number {
  if (given === undefined) return otherwise
  const value = Number(given)
  if (value > 0 && value <= most) return value
  throw new StartError(`--${name} takes a number above 0, up to ${most}.`)
}
