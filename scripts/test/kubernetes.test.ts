import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseAllDocuments, parse } from 'yaml'
import { readCompose, root } from './deploy/compose-file.ts'
import { configSchemas } from './deploy/config-schemas.ts'
import { madeSecrets } from './deploy/made-secrets.ts'

// The manifests as `kubectl apply -k` would take them. No cluster runs here: docs/operations.md says so.
const folder = join(root, 'deploy/kubernetes')
const compose = readCompose(madeSecrets(t.testdir()))
const names = ['accounts', 'messages', 'notifications', 'gateway']

interface Variable {
  name: string
  value?: string
  valueFrom?: {
    secretKeyRef?: { name: string; key: string }
    configMapKeyRef?: { name: string; key: string }
  }
}

/** What the tests look at in a manifest, of whichever kind. */
interface Manifest {
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  data?: Record<string, string>
  spec: {
    replicas: number
    selector: { matchLabels: Record<string, string> } & Record<string, string>
    ports: { port: number; targetPort: string }[]
    maxUnavailable: number
    template: { metadata: { labels: Record<string, string> }; spec: PodSpec }
    rules: {
      http: {
        paths: {
          path: string
          backend: { service: { name: string; port: { name?: string; number?: number } } }
        }[]
      }
    }[]
  }
}

interface PodSpec {
  automountServiceAccountToken: boolean
  terminationGracePeriodSeconds: number
  securityContext: Record<string, unknown>
  containers: {
    image: string
    command: string[]
    env: Variable[]
    ports: { name: string; containerPort: number }[]
    resources: { requests: Record<string, string>; limits: Record<string, string> }
    securityContext: Record<string, unknown>
    livenessProbe: { httpGet: { path: string; port: string } }
    readinessProbe: { httpGet: { path: string; port: string } }
  }[]
}

const { resources } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
  resources: string[]
}
const manifests = resources.flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8'), { uniqueKeys: true }).map((document) => {
    if (document.errors[0]) throw document.errors[0]
    return document.toJS() as Manifest
  }),
)
const find = (kind: string, name: string) => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name)
  if (!found) throw new Error(`there is no ${kind} ${name}`)
  return found
}
const containerOf = (name: string) => {
  const [container] = find('Deployment', name).spec.template.spec.containers
  if (!container) throw new Error(`${name} has no container`)
  return container
}

t.test('every file is taken, every manifest named once', async (t) => {
  const files = readdirSync(folder).filter((file) => file !== 'kustomization.yaml')
  t.same(files.sort(), [...resources].sort())
  const ids = manifests.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.name}`)
  t.equal(new Set(ids).size, ids.length)
  t.notOk(
    manifests.some(({ kind }) => kind === 'Secret'),
    'secrets are not in here',
  )
})

for (const name of names) {
  t.test(`${name} runs as composed, with bounds, watched and without rights`, async (t) => {
    const { spec } = find('Deployment', name)
    const pod = spec.template.spec
    const container = containerOf(name)
    t.same(container.command, compose.services[name]?.command)
    const entry = container.command.at(-1) ?? ''
    t.ok(existsSync(join(root, entry)), entry)

    t.ok(spec.replicas >= 2)
    t.same(spec.selector.matchLabels, spec.template.metadata.labels)
    t.same(find('PodDisruptionBudget', name).spec.selector, spec.selector)
    t.match(container.resources, { requests: { cpu: /^\d+m$/, memory: /i$/ }, limits: { memory: /i$/ } })
    t.match(pod.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    t.match(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    t.equal(pod.automountServiceAccountToken, false)
    t.ok(pod.terminationGracePeriodSeconds > 10, 'there is time to finish')
    for (const probe of [container.livenessProbe, container.readinessProbe]) {
      t.match(probe.httpGet, { path: '/health/live', port: container.ports[0]?.name })
    }
  })

  t.test(`${name} is found at the port it listens on`, async (t) => {
    const container = containerOf(name)
    const port = Number(container.env.find((variable) => variable.name === 'PORT')?.value)
    t.equal(container.ports[0]?.containerPort, port)
    const { spec } = find('Service', name)
    t.match(spec.ports, [{ port, targetPort: container.ports[0]?.name }])
    t.same(spec.selector, find('Deployment', name).spec.selector.matchLabels)
    const said = Object.values(find('ConfigMap', 'parley').data ?? {})
    t.ok(name === 'gateway' || said.includes(`http://${name}:${port}`))
  })

  t.test(`${name} is given variables that it knows, secrets by reference alone`, async (t) => {
    const schema = (await configSchemas()).get(name)
    const { env } = containerOf(name)
    const known = [...Object.keys(schema?.properties ?? {}), 'NODE_ENV']
    t.same(
      env.map((variable) => variable.name).filter((variable) => !known.includes(variable)),
      [],
    )
    t.same(
      env.map((variable) => variable.name).sort(),
      Object.keys(compose.services[name]?.environment ?? {})
        // What has a default and is no matter of the cluster.
        .filter((variable) => !['PARLEY_SEND_RATE', 'PARLEY_LOGIN_RATE'].includes(variable))
        .sort(),
      'the same as composed',
    )
    for (const { name: variable, value, valueFrom } of env) {
      const isSecret = /SECRET$|^(MONGODB|NATS|REDIS)_URL$/.test(variable)
      if (isSecret) t.same(valueFrom, { secretKeyRef: { name: 'parley', key: variable } })
      else if (value === undefined) {
        t.same(valueFrom, { configMapKeyRef: { name: 'parley', key: variable } })
        t.ok(variable in (find('ConfigMap', 'parley').data ?? {}), variable)
      }
    }
  })
}

t.test('the world reaches the gateway, and neither figures nor the state of parts', async (t) => {
  const paths = find('Ingress', 'parley').spec.rules.flatMap(({ http }) => http.paths)
  const targets = Object.fromEntries(paths.map(({ path, backend }) => [path, backend.service.name]))
  t.same(targets, { '/': 'gateway', '/metrics': 'nothing', '/health': 'nothing' })
  t.notOk(find('Service', 'nothing').spec.selector, 'nobody stands behind it')
  t.notMatch(readFileSync(join(folder, 'kustomization.yaml'), 'utf8'), 'includeSelectors: true')
})
