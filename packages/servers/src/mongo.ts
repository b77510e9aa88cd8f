import { createHash } from 'node:crypto'
import { MongoClient, MongoServerError } from 'mongodb'
import { type Server, startServer } from './server.ts'

export interface MongoOptions {
  program: string
  /** Where its output is appended, and kept at the end. */
  logFile?: string
  port?: number
  /** A folder for its data that outlives `stop`. The set knows its address: give an old folder its old port too. */
  dbPath?: string
}

/**
 * A MongoDB of one's own: a replica set of one member, initiated, its primary elected. Its `url` names the set; a
 * driver with that goes to the member's own address, so through a proxy connect with `directConnection=true`.
 */
export function startMongo(options: MongoOptions): Promise<Server> {
  return startServer({
    name: 'MongoDB',
    program: options.program,
    port: options.port,
    logFile: options.logFile,
    folder: options.dbPath,
    url: (port, folder) => `mongodb://127.0.0.1:${port}/?replicaSet=${setName(folder)}`,
    args: (port, folder) => [
      '--dbpath',
      folder,
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--replSet',
      setName(folder),
    ],
    ready: isPrimary,
  })
}

async function isPrimary(port: number, folder: string): Promise<boolean> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1000,
    connectTimeoutMS: 1000,
    socketTimeoutMS: 20_000,
  })
  try {
    const admin = client.db('admin')
    const hello = await admin.command({ hello: 1 })
    if (hello.isWritablePrimary === true) return hello.setName === setName(folder)
    if (typeof hello.setName !== 'string') await initiate(client, port, folder)
    return false
  } finally {
    await client.close()
  }
}

async function initiate(client: MongoClient, port: number, folder: string): Promise<void> {
  const members = [{ _id: 0, host: `127.0.0.1:${port}` }]
  try {
    await client.db('admin').command({ replSetInitiate: { _id: setName(folder), members } })
  } catch (error) {
    const already = error instanceof MongoServerError && error.codeName === 'AlreadyInitialized'
    if (!already) throw error
  }
}

/** The same for the same folder, since the set's name is stored in it; different between tests. */
function setName(folder: string): string {
  return `parley-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
}
