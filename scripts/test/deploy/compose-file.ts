import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { interpolate } from './interpolate.ts'

/** What the tests look at in one service of docker-compose.yml. */
export interface ComposeService {
  image: string
  build?: { context: string; dockerfile: string }
  user?: string
  read_only?: boolean
  privileged?: boolean
  cap_drop?: string[]
  cap_add?: string[]
  security_opt?: string[]
  entrypoint?: string[]
  command?: string[]
  environment?: Record<string, string | number>
  ports?: string[]
  volumes?: string[]
  networks: string[] | Record<string, { ipv4_address?: string } | null>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test: string[] }
  logging?: { options: Record<string, string> }
  restart?: string
}

export interface ComposeFile {
  services: Record<string, ComposeService>
  networks: Record<
    string,
    { internal?: boolean; ipam?: { config: { subnet: string; ip_range?: string }[] } } | null
  >
  volumes: Record<string, unknown>
}

export const root = join(import.meta.dirname, '../../..')

/** The file as it stands, with every `$` in it. */
export function composeText(): string {
  return readFileSync(join(root, 'docker-compose.yml'), 'utf8')
}

/** The file as an engine would take it: parsed, merged, then each text in it with the variables put in. */
export function readCompose(
  variables: Record<string, string | undefined>,
  text = composeText(),
): ComposeFile {
  const parsed: unknown = parse(text, { merge: true })
  // What the file's shape is, the schema's own test says.
  return withVariables(parsed, variables) as ComposeFile
}

function withVariables(value: unknown, variables: Record<string, string | undefined>): unknown {
  if (typeof value === 'string') return interpolate(value, variables)
  if (Array.isArray(value)) return value.map((item) => withVariables(item, variables))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withVariables(inner, variables)]),
  )
}

/** A service's networks, whichever way they are written. */
export function networksOf(service: ComposeService): string[] {
  return Array.isArray(service.networks) ? service.networks : Object.keys(service.networks)
}
