import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { BlockList } from 'node:net'
import { dirname, join } from 'node:path'
import { Ajv, type AnySchema } from 'ajv'
import formats from 'ajv-formats'
import t from 'tap'
import { composeText, networksOf, readCompose, root } from './deploy/compose-file.ts'
import { configSchemas } from './deploy/config-schemas.ts'
import { MissingVariable } from './deploy/interpolate.ts'
import { madeSecrets } from './deploy/made-secrets.ts'

// docker-compose.yml as an engine would read it. No engine runs here: docs/operations.md says what that leaves open.
const secrets = madeSecrets(t.testdir())
const compose = readCompose(secrets)
const services = Object.entries(compose.services)
const ours = ['gateway', 'accounts', 'messages', 'notifications']
const servers = ['mongodb', 'nats', 'redis']

const matchesSpecification = (() => {
  // dclint carries the Compose specification's own schema, and keeps it up to date.
  const path = join(
    dirname(createRequire(import.meta.url).resolve('dclint/package.json')),
    'schemas/compose.schema.json',
  )
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  const schema: AnySchema = JSON.parse(
    readFileSync(path, 'utf8').replace('https://json-schema', 'http://json-schema'),
  )
  const validate = ajv.compile(schema)
  return (file: unknown) => (validate(file) ? [] : (validate.errors ?? []).map(({ message }) => message))
})()

t.test('is what the Compose specification allows', async (t) => {
  t.same(matchesSpecification(compose), [])
  const wrong = structuredClone(compose) as unknown as { services: { redis: Record<string, unknown> } }
  wrong.services.redis.comand = ['redis-server']
  t.not(matchesSpecification(wrong).length, 0, 'a key that does not exist is found')
})

t.test(
  'starts with what `npm run secrets` writes and nothing else, and without any one of them not at all',
  async (t) => {
    const demanded = [...new Set(composeText().match(/(?<=\$\{)\w+(?=:\?)/g))]
    t.same(demanded.sort(), Object.keys(secrets).sort())
    for (const name of demanded) {
      for (const value of [undefined, '']) {
        t.throws(
          () => readCompose({ ...secrets, [name]: value }),
          new MissingVariable(`${name}: run npm run secrets`),
        )
      }
    }
  },
)

t.test('no secret has a default, and each goes only where it is needed', async (t) => {
  const holders = Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [
      name,
      services
        .filter(([, service]) => JSON.stringify(service.environment ?? {}).includes(value))
        .map(([who]) => who),
    ]),
  )
  t.same(holders, {
    PARLEY_SECRET: ours,
    REDIS_PASSWORD: ['gateway', 'redis'],
    NATS_PASSWORD: [...ours, 'nats'],
    MONGODB_PASSWORD: ['accounts', 'messages', 'mongodb'],
    MONGODB_ROOT_PASSWORD: ['mongodb'],
    MONGODB_KEYFILE: ['mongodb'],
  })
  for (const [name, { command = [], entrypoint = [], healthcheck }] of services) {
    const args = JSON.stringify([command, entrypoint, healthcheck])
    for (const value of Object.values(secrets))
      t.notOk(args.includes(value), `${name} has no secret among its arguments`)
  }
})

t.test('the world reaches the proxy alone, and the gateway believes the proxy alone', async (t) => {
  t.same(
    services.filter(([, { ports }]) => ports).map(([name]) => name),
    ['proxy'],
  )
  const open = Object.entries(compose.networks).filter(([, network]) => !network?.internal)
  t.same(
    open.map(([name]) => name),
    ['edge'],
  )
  const members = (network: string) =>
    services.filter(([, s]) => networksOf(s).includes(network)).map(([name]) => name)
  t.same(members('edge'), ['proxy'])
  t.same(members('front'), ['proxy', 'gateway'])
  t.same(members('inside').sort(), [...ours, ...servers].sort())

  const { proxy, gateway } = compose.services
  const address = (!Array.isArray(proxy?.networks) && proxy?.networks.front?.ipv4_address) || ''
  t.equal(gateway?.environment?.PARLEY_TRUST_PROXY, address)
  const [range] = compose.networks.front?.ipam?.config ?? []
  t.ok(contains(range?.subnet, address))
  t.notOk(contains(range?.ip_range, address), 'no other container can be given it before the proxy starts')
})

t.test('every container is watched, restarted, and can gain nothing', async (t) => {
  for (const [name, service] of services) {
    t.match(
      service,
      { restart: 'unless-stopped', cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
      name,
    )
    t.ok(service.healthcheck?.test.length, `${name} is watched`)
    t.ok(service.logging?.options['max-size'], `${name}'s log has a bound`)
    t.notOk(service.privileged)
    t.same(service.cap_add, name === 'proxy' ? ['NET_BIND_SERVICE'] : undefined)
    t.match(service.build ? 'build' : service.image, /build|^[a-z]+:\d/, `${name}'s version is said`)
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      t.ok(compose.services[other]?.healthcheck, `${name} waits for ${other}`)
      t.equal(condition, 'service_healthy')
    }
  }
})

t.test('what is mounted is there, what is kept is on a volume', async (t) => {
  const mounts = services.flatMap(([name, { volumes = [] }]) =>
    volumes.map((volume) => [name, ...volume.split(':')]),
  )
  for (const [name, source = '', , mode] of mounts) {
    if (!source.startsWith('.')) {
      t.ok(source in compose.volumes, `${name}: the volume ${source}`)
      continue
    }
    t.ok(existsSync(join(root, source)), source)
    t.equal(mode, 'ro', `${source} cannot be changed from within`)
    if (source.endsWith('.sh'))
      t.ok(statSync(join(root, source)).mode & 0o001, `${source} can be run by anyone`)
  }
  for (const server of servers)
    t.ok(compose.services[server]?.volumes?.some((volume) => volume.startsWith(`${server}-data:`)))
})

t.test('each service is given variables that it knows, and all that it must have', async (t) => {
  const schemas = await configSchemas()
  for (const name of ours) {
    const schema = schemas.get(name)
    const given = Object.keys(compose.services[name]?.environment ?? {})
    const known = [...Object.keys(schema?.properties ?? {}), 'NODE_ENV']
    t.same(
      given.filter((variable) => !known.includes(variable)),
      [],
      `${name} knows each`,
    )
    const required = (schema?.required ?? []).filter(
      (variable) => !('default' in (schema?.properties[variable] ?? {})),
    )
    t.same(
      required.filter((variable) => !given.includes(variable)),
      [],
      `${name} has each`,
    )
  }
})

t.test('services find one another under the names and ports that the file gives them', async (t) => {
  for (const [, { environment = {} }] of services) {
    for (const value of Object.values(environment)) {
      const found = /^\w+:\/\/(?:[^@]*@)?([a-z]+):(\d+)/.exec(String(value))
      if (!found) continue
      const [, host = '', port] = found
      const listens =
        { mongodb: 27017, nats: 4222, redis: 6379 }[host] ?? compose.services[host]?.environment?.PORT
      t.equal(Number(port), listens, `${host}:${port}`)
    }
  }
  t.match(
    readFileSync(join(root, 'deploy/Caddyfile'), 'utf8'),
    `gateway:${compose.services.gateway?.environment?.PORT}`,
  )
})

function contains(range = '', address: string): boolean {
  const [network = '', bits] = range.split('/')
  const list = new BlockList()
  list.addSubnet(network, Number(bits))
  return list.check(address)
}
