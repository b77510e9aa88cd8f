import { findChromium } from './chromium.ts'
import { findMongo } from './find-mongo.ts'
import { givenUrl } from './given-url.ts'
import { findNats, findRedis } from './own-servers.ts'

/** A plain name: any such server will do. `own …`: the test starts, stops and breaks one by itself. */
export type Need = 'mongodb' | 'nats' | 'redis' | 'own mongodb' | 'own nats' | 'own redis' | 'chromium'

/**
 * Options for a test that needs real parts: `t.test('…', await needs('redis', 'chromium'), async (t) => …)`.
 * Where one cannot be had, the test is skipped with the reason and counted as such; the run says it loudly.
 */
export async function needs(...wanted: Need[]): Promise<{ skip: string | false }> {
  for (const need of wanted) {
    const skip = await missing[need]()
    if (skip !== undefined) return { skip: `${need}: ${skip}` }
  }
  return { skip: false }
}

type Missing = () => string | undefined | Promise<string | undefined>

const missing: Record<Need, Missing> = {
  mongodb: () => (givenUrl('MONGODB_URL') ? undefined : noMongo()),
  nats: () => (givenUrl('NATS_URL') ? undefined : noNats()),
  redis: () => (givenUrl('REDIS_URL') ? undefined : noRedis()),
  'own mongodb': noMongo,
  'own nats': noNats,
  'own redis': noRedis,
  chromium: () => (findChromium() ? undefined : 'there is no chromium on the PATH, nor a CHROMIUM_PATH'),
}

async function noMongo(): Promise<string | undefined> {
  const mongo = await findMongo()
  return 'missing' in mongo ? mongo.missing : undefined
}

function noNats(): string | undefined {
  return findNats() ? undefined : 'there is no nats-server on the PATH'
}

function noRedis(): string | undefined {
  return findRedis() ? undefined : 'there is no redis-server on the PATH'
}
