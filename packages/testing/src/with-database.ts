/**
 * The same MongoDB URL with another database as its path. Not by `URL`, which refuses several hosts. A user without
 * an `authSource` stays known where the old URL said, and not in the new database.
 */
export function withDatabase(url: string, database: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?([^?]*)\??(.*)$/.exec(url)
  if (parts === null) throw new Error('not a MongoDB URL')
  const [, server = '', before = '', query = ''] = parts
  const options = new URLSearchParams(query)
  if (server.includes('@') && !options.has('authSource')) options.set('authSource', before || 'admin')
  return `${server}/${database}${options.size > 0 ? `?${options.toString()}` : ''}`
}
