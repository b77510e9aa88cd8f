import { type Static, type TObject, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'

/** The environment is not as it must be; the message names the variable and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the variables that a schema names, once. Numbers and booleans are converted, an empty variable counts as
 * absent, defaults come from the schema.
 * @throws ConfigError naming the first variable that is wrong
 */
export function readConfig<S extends TObject>(schema: S, env: NodeJS.ProcessEnv): Static<S> {
  const values: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties)) {
    const given = env[name]?.trim()
    const value = given ? convert(given, property) : Value.Default(property, undefined)
    if (value !== undefined) values[name] = value
  }
  if (Value.Check(schema, values)) return values
  const fault = [...Value.Errors(schema, values)][0]
  const missing =
    fault && 'requiredProperties' in fault.params ? fault.params.requiredProperties[0] : undefined
  if (missing) throw new ConfigError(`${missing} is not set, and must be.`)
  const name = fault?.instancePath.split('/')[1] ?? 'The environment'
  const property = schema.properties[name] ?? {}
  const choices = choicesOf(property)
  if (choices) throw new ConfigError(`${name} must be one of ${choices.join(', ')}.`)
  const description = 'description' in property ? ` ${String(property.description)}` : ''
  throw new ConfigError(`${name} ${fault?.message ?? 'is not valid'}.${description}`)
}

function choicesOf(property: TSchema): unknown[] | undefined {
  if (!('anyOf' in property) || !Array.isArray(property.anyOf)) return undefined
  return property.anyOf.map((choice: { const?: unknown }) => choice.const)
}

function convert(given: string, schema: TSchema): unknown {
  const type = 'type' in schema ? schema.type : undefined
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : given
  if (type === 'boolean')
    return given === 'true' || given === '1' ? true : given === 'false' || given === '0' ? false : given
  return given
}

/** Variables that several services share, so that each is described once. */
export const variables = {
  PORT: (port: number) =>
    Type.Integer({ minimum: 0, maximum: 65_535, default: port, description: 'A port number.' }),
  HOST: Type.String({ default: '127.0.0.1', maxLength: 255, description: 'The address to listen on.' }),
  PARLEY_SECRET: Type.String({
    minLength: 32,
    maxLength: 1_000,
    description:
      'It takes at least 32 random characters, the same for all services; `npm run secrets` makes one.',
  }),
  PARLEY_DATA: Type.String({ default: './data', maxLength: 1_000, description: 'The folder for data.' }),
  PARLEY_SIGNUP: Type.Union([Type.Literal('open'), Type.Literal('invite'), Type.Literal('closed')], {
    default: 'open',
  }),
  PARLEY_ORIGIN: Type.String({
    pattern: '^https?://[^/?#@\\s]+$',
    maxLength: 300,
    description: 'How people reach this system, as https://chat.example.org without a path.',
  }),
  PARLEY_TRUST_PROXY: Type.String({
    pattern: '^[0-9a-fA-F:.,/\\s]+$',
    maxLength: 2_000,
    description: 'Addresses of proxies that are believed, as 10.0.0.5 or 10.0.0.0/8, separated by commas.',
  }),
  PARLEY_SEND_RATE: Type.Number({
    minimum: 0,
    maximum: 100_000,
    default: 20,
    description: 'Messages a second for one person; 0 is no limit.',
  }),
  PARLEY_LOGIN_RATE: Type.Number({
    minimum: 0,
    maximum: 100_000,
    default: 10,
    description: 'Logins a minute for one account, and six times as many from one address; 0 is no limit.',
  }),
  MONGODB_URL: Type.String({
    pattern: '^mongodb(\\+srv)?://',
    maxLength: 2_000,
    description: 'It looks like mongodb://host:27017/?replicaSet=rs0',
  }),
  NATS_URL: Type.String({
    pattern: '^(nats|tls|ws|wss)://',
    maxLength: 2_000,
    description: 'It looks like nats://user:password@host:4222',
  }),
  REDIS_URL: Type.String({
    pattern: '^rediss?://',
    maxLength: 2_000,
    description: 'It looks like redis://:password@host:6379',
  }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info' },
  ),
  serviceUrl: (port: number) =>
    Type.String({
      pattern: '^https?://',
      maxLength: 500,
      default: `http://127.0.0.1:${port}`,
      description: 'The address of that service.',
    }),
}

/** The environment, with what `.env` in the working folder adds to it; what is set already stays. */
export function environment(): NodeJS.ProcessEnv {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return process.env
}
