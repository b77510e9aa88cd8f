import { MongoClient } from 'mongodb'

/** What answers at a MongoDB URL, in words; `isStandIn` where it is not MongoDB's own server. */
export async function storeBehind(url: string): Promise<{ name: string; isStandIn: boolean }> {
  const client = new MongoClient(url)
  try {
    const info = await client.db('admin').command({ buildInfo: 1 })
    const version = String(info.version)
    const engines: unknown[] = Array.isArray(info.storageEngines) ? info.storageEngines : []
    const isOwn = engines.some((engine) => engine === 'wiredTiger' || engine === 'inMemory')
    return isOwn
      ? { name: `MongoDB ${version}`, isStandIn: false }
      : {
          name: `stand-in for MongoDB (speaks ${version}; ${engines.join(', ') || 'unknown'})`,
          isStandIn: true,
        }
  } finally {
    await client.close()
  }
}
