import { findPrograms, isProgram } from '@parley/servers'
import { testFolders } from './programs.ts'

export type Mongo = { program: string } | { missing: string }

let found: Promise<Mongo> | undefined

/**
 * A mongod to run: `MONGOMS_SYSTEM_BINARY`, else one on the PATH, else what mongodb-memory-server-core has or fetches
 * (some 100 MB, once per machine). Looked for once per process. `PARLEY_TEST_NO_MONGODB` holds why a whole run has
 * none, so that its files do not each try to fetch one.
 */
export function findMongo(): Promise<Mongo> {
  found ??= look()
  return found
}

async function look(): Promise<Mongo> {
  const given = process.env.MONGOMS_SYSTEM_BINARY
  if (given && isProgram(given)) return { program: given }
  const [program] = findPrograms(['mongod'], testFolders())
  if (program !== undefined) return { program }
  const known = process.env.PARLEY_TEST_NO_MONGODB
  if (known) return { missing: known }
  return fetchMongo()
}

async function fetchMongo(): Promise<Mongo> {
  try {
    const { MongoBinary } = await import('mongodb-memory-server-core') // large, and seldom needed
    return { program: await MongoBinary.getPath() }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { missing: `there is no mongod on the PATH, and fetching one failed: ${why.split('\n')[0]}` }
  }
}
