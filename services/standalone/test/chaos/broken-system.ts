import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accounts from '@parley/accounts'
import { type Bus, memoryBus } from '@parley/bus'
import { type Installation, openDoors, Wires } from '@parley/chaos'
import { assetUrlOf, buildApp as buildGateway, buildAssets, embeddedParts } from '@parley/gateway'
import * as messages from '@parley/messages'
import * as notifications from '@parley/notifications'
import { createLogger } from '@parley/service'
import type { HasTeardown } from '@parley/testing'

/** What is put between the service that keeps the log and what it stands on. */
export interface Break {
  store?: (store: messages.Store) => messages.Store
  bus?: (bus: Bus) => Bus
}

const secret = 'the secret of a test, of more than 32 characters'
const logger = createLogger({ name: 'test', level: 'silent' })

/** The embedded system in this process, whole but for one thing. */
export async function brokenSystem(t: HasTeardown, broken: Break): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-broken-'))
  const opened: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end()
  }
  t.teardown(close)
  const bus = memoryBus()
  opened.push(() => bus.close())
  const stores = {
    accounts: accounts.sqliteStore({ path: join(folder, 'accounts.sqlite') }),
    messages: messages.sqliteStore({ path: join(folder, 'messages.sqlite') }),
    ...embeddedParts(folder),
  }
  opened.push(
    () => stores.accounts.close(),
    () => stores.messages.close(),
    () => stores.close(),
  )
  const common = { bus, secret, logger, processMetrics: false }
  const services = [
    await accounts.buildApp({ ...common, store: stores.accounts }),
    await messages.buildApp({
      ...common,
      bus: broken.bus?.(bus) ?? bus,
      store: broken.store?.(stores.messages) ?? stores.messages,
    }),
    await notifications.buildApp(common),
  ]
  for (const app of services) {
    opened.push(() => app.close())
    await app.listen({ host: '127.0.0.1', port: 0 })
  }
  const manifest = await buildAssets({ outDir: folder })
  const gateway = await buildGateway({
    ...common,
    urls: {},
    signup: 'open',
    sendRate: 0,
    loginRate: 0,
    ...stores.parts,
    assets: { url: assetUrlOf(manifest), dir: folder },
  })
  opened.push(() => gateway.close())
  const port = Number(new URL(await gateway.listen({ host: '127.0.0.1', port: 0 })).port)
  const wires = new Wires()
  opened.push(() => wires.close())
  const doors = await openDoors(wires, [{ name: 'gateway', port }])
  return { kind: 'embedded', parts: new Map(), wires: wires.all, doors, close }
}
