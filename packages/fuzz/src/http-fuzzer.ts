import fc from 'fast-check'
import { hostileText, type Mutation, mutated, mutation } from './hostile.ts'
import { exampleOf, type Target } from './open-api.ts'
import { type RawRequest, rawRequest } from './raw-request.ts'
import { complain, type Report } from './report.ts'
import { samples } from './samples.ts'

interface Shape {
  target: number
  mutation: Mutation
  /** Who asks: with what lets in, or without. */
  isLetIn: boolean
  encoding: 'json' | 'form' | 'broken json' | 'bytes' | 'text'
  bytes: Uint8Array
  /** What is wrong with the request itself, most of the time nothing. */
  oddity: 'none' | 'method' | 'path' | 'header' | 'type' | 'origin' | 'repeated'
  odd: string
}

const shape: fc.Arbitrary<Shape> = fc.record({
  target: fc.nat(),
  mutation,
  isLetIn: fc.boolean(),
  encoding: fc.constantFrom('json', 'json', 'json', 'form', 'broken json', 'bytes', 'text'),
  bytes: fc.uint8Array({ maxLength: 300 }),
  oddity: fc.constantFrom('none', 'none', 'none', 'method', 'path', 'header', 'type', 'origin', 'repeated'),
  odd: fc.oneof(hostileText, fc.string({ unit: 'binary-ascii', maxLength: 40 })),
})

export interface HttpFuzzerParts {
  targets: readonly Target[]
  /** What lets somebody in at an address. */
  credentials: (base: string) => readonly (readonly [string, string])[]
  /** Values by the names of inputs, so that much of what is sent means something. */
  known: Readonly<Record<string, unknown>>
  seed: number
  report: Report
}

/** Requests that are valid but for what is wrong with them. */
export class HttpFuzzer {
  readonly #parts: HttpFuzzerParts
  readonly #shapes: Generator<Shape, never>

  constructor(parts: HttpFuzzerParts) {
    this.#parts = parts
    this.#shapes = samples(shape, parts.seed)
  }

  async once(): Promise<void> {
    const { targets, report } = this.#parts
    const next = this.#shapes.next().value
    const target = targets[next.target % targets.length]
    if (!target) return
    const request = this.#request(target, next)
    report.requests += 1
    const what = `${request.method} ${request.path.slice(0, 120)} of ${target.path} (${next.mutation.kind}, ${next.oddity})`
    try {
      const status = await rawRequest(target.base, request)
      report.statuses.set(status, (report.statuses.get(status) ?? 0) + 1)
      if (status >= 500) complain(report, `${what} was answered with ${status}`)
    } catch (error) {
      complain(report, `${what}: ${String(error)}`)
    }
  }

  #request(target: Target, { mutation, isLetIn, encoding, bytes, oddity, odd }: Shape): RawRequest {
    const { known, credentials } = this.#parts
    const example = Object.fromEntries(
      target.inputs.map(({ name, schema }) => [name, exampleOf(name, schema, known)]),
    )
    const changed = mutated(example, mutation)
    const input =
      typeof changed === 'object' && changed !== null ? new Map(Object.entries(changed)) : new Map()
    const inBody = target.inputs.filter(({ place }) => place === 'body').map(({ name }) => name)
    const others = [...input.keys()].filter((name) => !target.inputs.some((one) => one.name === name))
    const body = Object.fromEntries([...inBody, ...others].map((name) => [name, input.get(name)]))
    const { content, type } = bodyOf(encoding, target.method === 'GET' ? undefined : body, changed, bytes)
    const path = oddity === 'path' ? odd : pathOf(target, input)
    const headers: [string, string][] = [['accept', 'application/json']]
    if (isLetIn) for (const [name, value] of credentials(target.base)) headers.push([name, value])
    if (content) headers.push(['content-type', oddity === 'type' ? oneLine(odd) : type])
    if (oddity === 'origin') headers.push(['origin', oneLine(odd)])
    if (oddity === 'header') headers.push(['x-request-id', oneLine(odd)], ['x-forwarded-for', oneLine(odd)])
    if (oddity === 'repeated') headers.push(...headers)
    const method = oddity === 'method' ? oneLine(odd).replaceAll(' ', '') || 'X' : target.method
    return { method, path: path.startsWith('/') ? path : `/${path}`, headers, body: content }
  }
}

function pathOf(target: Target, input: ReadonlyMap<string, unknown>): string {
  let path = target.path
  const query = new URLSearchParams()
  for (const { name, place } of target.inputs) {
    if (!input.has(name)) continue
    const value = textOf(input.get(name)).slice(0, 6_000)
    if (place === 'path') path = path.replace(`{${name}}`, () => encodeURIComponent(value.toWellFormed()))
    if (place === 'query') query.append(name, value)
  }
  return query.size > 0 ? `${path}?${query.toString()}` : path
}

function bodyOf(
  encoding: Shape['encoding'],
  body: Readonly<Record<string, unknown>> | undefined,
  changed: unknown,
  bytes: Uint8Array,
): { content: Buffer | undefined; type: string } {
  const json = Buffer.from(JSON.stringify(typeof changed === 'object' && changed ? body : changed) ?? 'null')
  if (!body) return { content: undefined, type: '' }
  if (encoding === 'form')
    return { content: Buffer.from(formOf(body)), type: 'application/x-www-form-urlencoded' }
  if (encoding === 'broken json')
    return { content: json.subarray(0, json.length - 1), type: 'application/json' }
  if (encoding === 'bytes') return { content: Buffer.from(bytes), type: 'application/json' }
  return { content: json, type: encoding === 'text' ? 'text/plain' : 'application/json; charset=utf-8' }
}

/** As it is where it is text. Another object may not even be made into text: it may have a `toString` of its own. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function formOf(body: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(body).map(([name, value]) => [name, textOf(value)] as [string, string])
  return new URLSearchParams(fields).toString()
}

/** A line of a head that is another's beginning would be another request. */
function oneLine(text: string): string {
  return text
    .slice(0, 2_000)
    .replaceAll(/[\r\n\0]/g, ' ')
    .toWellFormed()
}
