import t from 'tap'
import { Type } from 'typebox'
import { readConfig, variables } from '../src/index.ts'

const schema = Type.Object({
  PORT: variables.PORT(8000),
  PARLEY_SECRET: variables.PARLEY_SECRET,
  NATS_URL: Type.Optional(variables.NATS_URL),
  LOG_LEVEL: variables.LOG_LEVEL,
})
const PARLEY_SECRET = 'x'.repeat(32)

t.test('defaults, conversion, and empty variables as absent', async (t) => {
  t.same(readConfig(schema, { PARLEY_SECRET, NATS_URL: ' ' }), {
    PORT: 8000,
    PARLEY_SECRET,
    LOG_LEVEL: 'info',
  })
  t.equal(readConfig(schema, { PARLEY_SECRET, PORT: '9000' }).PORT, 9000)
})

t.test('a wrong variable is named', async (t) => {
  t.throws(() => readConfig(schema, {}), { name: 'ConfigError', message: /PARLEY_SECRET is not set/ })
  t.throws(() => readConfig(schema, { PARLEY_SECRET, PORT: '80 00' }), { message: /PORT .*integer/ })
  t.throws(() => readConfig(schema, { PARLEY_SECRET, PORT: '70000' }), { message: /PORT/ })
  t.throws(() => readConfig(schema, { PARLEY_SECRET, NATS_URL: 'localhost' }), {
    message: /NATS_URL .*nats:\/\//,
  })
  t.throws(() => readConfig(schema, { PARLEY_SECRET, LOG_LEVEL: 'loud' }), {
    message: 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
  })
  t.throws(() => readConfig(schema, { PARLEY_SECRET, PORT: '-1' }), { message: /^PORT must be >= 0\. / })
})
