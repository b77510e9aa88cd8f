import { memoryBus } from '@parley/bus'
import { operation, presentSubject } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import { pino } from 'pino'
import t from 'tap'
import { Type } from 'typebox'
import { createCall, createService, Instances } from '../src/index.ts'

const secret = 'a secret of this test, long enough to be one'

const where = operation({
  owner: 'messages',
  name: 'where',
  actsFor: 'service',
  method: 'GET',
  path: '/v1/where/:key',
  summary: 'Say who answers',
  affinity: 'key',
  input: Type.Object({ key: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ by: Type.String() }),
  errors: [],
})

t.test('what belongs together goes to one instance, as long as that is there', async (t) => {
  const bus = memoryBus()
  const instances = new Instances()
  await instances.listen(bus, 'messages')
  const start = async (by: string) => {
    const app = await createService({ name: 'messages', bus, secret, logger: pino({ level: 'silent' }) })
    app.answer(where, async () => ({ by }))
    await app.ready()
    return app
  }
  const [one, two] = [await start('one'), await start('two')]
  t.teardown(async () => {
    await two.close()
    await instances.close()
    await bus.close()
  })
  const call = createCall({ bus, secret, urls: {}, instances })
  const keys = Array.from({ length: 40 }, (_, i) => `key-${i}`)
  const answer = async (key: string) => (await call(where, { key }, { actor: null, requestId: key })).by
  const answers = async () => await Promise.all(keys.map(answer))

  await waitFor(() => instances.of('any') !== undefined, { what: 'both to be known' })
  const first = await answers()
  t.same([...new Set(first)].toSorted(), ['one', 'two'], 'the work is shared')
  for (let i = 0; i < 5; i++) t.same(await answers(), first, 'always alike')

  bus.publish(presentSubject('messages'), { instance: 'a-dead-one' })
  bus.publish(presentSubject('messages'), { instance: 'not a name.*' })
  await waitFor(() => keys.some((key) => instances.of(key) === 'a-dead-one'), { what: 'the dead one' })
  t.equal((await answers()).length, keys.length, 'nobody waits for an instance that is not there')
  const stayed = keys.filter((key) => instances.of(key) !== 'a-dead-one')
  for (const key of stayed)
    t.equal(await answer(key), first[keys.indexOf(key)], 'the others keep what they have')

  await one.close()
  t.same([...new Set(await answers())], ['two'])
})

t.test('who is silent is left out, and one alone is no choice', async (t) => {
  const bus = memoryBus()
  let now = 0
  const instances = new Instances(() => now)
  await instances.listen(bus, 'messages')
  t.teardown(async () => {
    await instances.close()
    await bus.close()
  })
  const say = async (instance: string) => {
    bus.publish(presentSubject('messages'), { instance })
    await bus.flush()
  }
  await say('one')
  t.equal(instances.of('key'), undefined)
  await say('two')
  t.ok(instances.of('key'))
  now = 3_000
  await say('two')
  t.ok(instances.of('key'))
  now = 4_000
  t.equal(instances.of('key'), undefined)
})
