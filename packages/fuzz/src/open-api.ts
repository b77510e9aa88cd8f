/** An operation of an OpenAPI document, with an example of what it takes. */
export interface Target {
  base: string
  method: string
  /** With `{name}` for what stands in the path. */
  path: string
  /** Where each input goes. */
  inputs: { name: string; place: 'path' | 'query' | 'body'; schema: Schema }[]
}

export interface Schema {
  type?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  minItems?: number
  minimum?: number
}

interface Document {
  paths: Record<string, Record<string, Described>>
}

interface Described {
  parameters?: { name: string; in: string; schema?: Schema }[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
}

const methods = new Set(['get', 'post', 'put', 'patch', 'delete'])

/** What a service says that it answers. */
export async function targetsOf(base: string): Promise<Target[]> {
  const answer = await fetch(new URL('/openapi.json', base))
  if (!answer.ok) throw new Error(`${base}/openapi.json answers ${answer.status}`)
  const { paths } = (await answer.json()) as Document
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs)
      .filter(([method]) => methods.has(method))
      .map(([method, described]) => ({
        base,
        method: method.toUpperCase(),
        path,
        inputs: inputsOf(described),
      })),
  )
}

function inputsOf({ parameters = [], requestBody }: Described): Target['inputs'] {
  const body = Object.values(requestBody?.content ?? {})[0]?.schema?.properties ?? {}
  return [
    ...parameters
      .filter((one) => one.in === 'path' || one.in === 'query')
      .map((one) => ({ name: one.name, place: placeOf(one.in), schema: one.schema ?? {} })),
    ...Object.entries(body).map(([name, schema]) => ({ name, place: 'body' as const, schema })),
  ]
}

function placeOf(where: string): 'path' | 'query' {
  return where === 'path' ? 'path' : 'query'
}

/** Something that fits a schema; `known` are values by the names of inputs that mean something. */
export function exampleOf(name: string, schema: Schema, known: Readonly<Record<string, unknown>>): unknown {
  if (name in known) return known[name]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return exampleOf(name, schema.anyOf[0] ?? {}, known)
  const { type = 'string', minimum = 1, minItems = 1, items = {}, properties = {} } = schema
  if (type === 'integer' || type === 'number') return Math.max(1, minimum)
  if (type === 'boolean') return true
  if (type === 'array')
    return Array.from({ length: Math.max(1, minItems) }, () => exampleOf('', items, known))
  if (type !== 'object') return 'x1'
  return Object.fromEntries(
    Object.entries(properties).map(([key, each]) => [key, exampleOf(key, each, known)]),
  )
}
