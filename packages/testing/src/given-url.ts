/**
 * A server that whoever started the tests lends to all of them. The runner passes it under `PARLEY_TEST_<name>`, so
 * that a Parley which a test starts does not take it for its own configuration.
 */
export function givenUrl(name: 'MONGODB_URL' | 'NATS_URL' | 'REDIS_URL'): string | undefined {
  return process.env[`PARLEY_TEST_${name}`] || process.env[name] || undefined
}
