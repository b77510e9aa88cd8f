import { randomUUID } from 'node:crypto'
import { directConversation, messages } from '@parley/contracts'
import { createCall, Instances } from '@parley/service'
import { needs, waitFor } from '@parley/testing'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { arrangeSuite } from './arrange-suite.ts'
import { blocksSuite } from './blocks-suite.ts'
import { changeSuite } from './change-suite.ts'
import { comingsSuite } from './comings-suite.ts'
import { forwardSuite } from './forward-suite.ts'
import { countsSuite } from './counts-suite.ts'
import { groupsSuite } from './groups-suite.ts'
import { distributed, people, secret } from './service.ts'
import { deletedSuite } from './deleted-suite.ts'
import { reportsSuite } from './reports-suite.ts'
import { pinSuite } from './pin-suite.ts'
import { savedSuite } from './saved-suite.ts'
import { operationsSuite } from './suite.ts'
import { unreadSuite } from './unread-suite.ts'

t.setTimeout(120_000)

t.test('two instances, on MongoDB and NATS', await needs('mongodb', 'own nats'), async (t) => {
  const service = await distributed(t)
  await operationsSuite(t, service)
  await changeSuite(t, service)
  await forwardSuite(t, service)
  await pinSuite(t, service)
  await savedSuite(t, service)
  await countsSuite(t, service)
  await groupsSuite(t, service)
  await comingsSuite(t, service)
  await blocksSuite(t, service)
  await reportsSuite(t, service)
  await deletedSuite(t, service)
  // These let time pass, and come last.
  await arrangeSuite(t, service)
  await unreadSuite(t, service)

  await t.test('who asks by conversation meets one instance for each, and both are busy', async (t) => {
    const instances = new Instances()
    await instances.listen(service.bus, 'messages')
    t.teardown(() => instances.close())
    await waitFor(() => instances.of('any') !== undefined, { what: 'both instances to be known' })
    const call = createCall({ bus: service.bus, secret, urls: {}, instances })
    const before = await Promise.all(service.apps.map(sendsOf))
    const rounds = 10
    const chats = Array.from({ length: 20 }, () => people('ann', 'bob'))
    await Promise.all(
      chats.map(async ([ann = '', bob = '']) => {
        const conversation = directConversation(ann, bob)
        for (let round = 0; round < rounds; round++) {
          const results = await Promise.all(
            [ann, bob].map((actor) =>
              call(
                messages.send,
                { conversation, messages: [{ clientId: randomUUID(), text: 'both at once' }] },
                { actor, requestId: randomUUID() },
              ),
            ),
          )
          t.ok(results.every(({ results: [result] }) => result !== undefined && 'entry' in result))
        }
        const { head } = await service.call(messages.history, { conversation }, ann)
        t.strictSame(head, { seq: rounds * 2, n: rounds * 2 })
      }),
    )
    const after = await Promise.all(service.apps.map(sendsOf))
    for (const [i, count] of after.entries()) t.ok(count > (before[i] ?? 0), 'the work is shared')
  })
})

/** How many requests to send an instance has answered. */
async function sendsOf(app: FastifyInstance): Promise<number> {
  const text = await app.metrics.metrics()
  const counts = [...text.matchAll(/parley_operation_seconds_count\{[^}]*operation="send"[^}]*\} (\d+)/g)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
