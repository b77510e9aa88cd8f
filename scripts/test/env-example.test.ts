import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import t from 'tap'
import { root } from './deploy/compose-file.ts'
import { configSchemas } from './deploy/config-schemas.ts'

const text = readFileSync(join(root, '.env.example'), 'utf8')
const example = parseEnv(text)
const schemas = [...(await configSchemas())]

t.test('.env.example has each variable of each service, and nothing else', async (t) => {
  const read = new Set(schemas.flatMap(([, { properties }]) => Object.keys(properties)))
  t.same(Object.keys(example).sort(), [...read].sort())
})

t.test('what stands there is what holds without it', async (t) => {
  for (const [service, { properties }] of schemas) {
    for (const [name, property] of Object.entries(properties)) {
      // The gateway's port, and that of the one process; the others have ports of their own.
      if (name === 'PORT' && !['gateway', 'standalone'].includes(service)) continue
      t.equal(example[name], textOf(property.default), `${service}: ${name}`)
    }
  }
})

t.test('each is explained above it', async (t) => {
  for (const paragraph of text.trim().split('\n\n')) t.match(paragraph, /^#/)
})

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
