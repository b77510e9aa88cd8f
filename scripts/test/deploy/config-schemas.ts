import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './compose-file.ts'

/** An object schema that variables of the environment are read through, by their names. */
export interface ConfigSchema {
  properties: Record<string, { default?: unknown }>
  required?: string[]
}

/** The schema through which each service reads its environment: the one object schema that its config.ts exports. */
export async function configSchemas(): Promise<Map<string, ConfigSchema>> {
  const schemas = new Map<string, ConfigSchema>()
  for (const service of (await readdir(join(root, 'services'))).sort()) {
    const file = join(root, 'services', service, 'src/config.ts')
    if (!existsSync(file)) throw new Error(`${file} is missing`)
    const exported: Record<string, unknown> = await import(pathToFileURL(file).href)
    const [schema, ...more] = Object.values(exported).filter(isSchema)
    if (!schema || more.length > 0) throw new Error(`${file} must export one object schema`)
    schemas.set(service, schema)
  }
  return schemas
}

function isSchema(value: unknown): value is ConfigSchema {
  return typeof value === 'object' && value !== null && 'properties' in value && 'type' in value
}
